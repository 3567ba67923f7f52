package io.devp2p.wire.eth;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A message that answers an {@link EthRequest}, in the order of what was asked. */
public sealed interface EthAnswer extends EthMessage {

  /** That of the request. */
  long requestId();

  /** Headers (0x04), as RLP. */
  record BlockHeaders(long requestId, List<Bytes> headers) implements EthAnswer {
    public BlockHeaders {
      headers = List.copyOf(headers);
    }
  }

  /** Bodies (0x06), as RLP; ends at the first block that is not held. */
  record BlockBodies(long requestId, List<Bytes> bodies) implements EthAnswer {
    public BlockBodies {
      bodies = List.copyOf(bodies);
    }
  }

  /**
   * Transactions of the pool (0x0a); gaps are allowed.
   *
   * @param transactions RLP: a list, or a byte string of type and payload; blob transactions with
   *     their sidecars, on eth/72 without the blobs
   */
  record PooledTransactions(long requestId, List<Bytes> transactions) implements EthAnswer {
    public PooledTransactions {
      transactions = List.copyOf(transactions);
    }
  }

  /**
   * Receipts (0x10); ends at the first block that is not held.
   *
   * @param lastBlockIncomplete from eth/70: the last list is cut, its rest is to be asked for;
   *     before, false
   * @param blocks for each block an RLP list of its receipts, in the form of the version
   */
  record Receipts(long requestId, boolean lastBlockIncomplete, List<Bytes> blocks)
      implements EthAnswer {
    public Receipts {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Block access lists (0x13, eth/71).
   *
   * @param accessLists RLP, by position; empty where not available
   */
  record BlockAccessLists(long requestId, List<Optional<Bytes>> accessLists) implements EthAnswer {
    public BlockAccessLists {
      accessLists = List.copyOf(accessLists);
    }
  }

  /**
   * Cells (0x15, eth/72).
   *
   * @param hashes the transactions that are served
   * @param cells for each of them its cells: by column, within a column by blob
   * @param mask the columns that are served
   */
  record Cells(long requestId, List<Bytes32> hashes, List<List<Bytes>> cells, CellMask mask)
      implements EthAnswer {

    /** Bytes of a cell (EIP-7594). */
    public static final int CELL = 2048;

    /** Most cells of a transaction: 6 blobs with 128 columns. */
    public static final int MAX = 6 * CellMask.COLUMNS;

    public Cells {
      hashes = List.copyOf(hashes);
      cells = cells.stream().map(List::copyOf).toList();
    }
  }
}
