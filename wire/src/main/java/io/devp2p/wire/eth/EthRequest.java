package io.devp2p.wire.eth;

import java.util.List;
import org.apache.tuweni.bytes.Bytes32;

/**
 * A message that asks for something, and is answered by the {@link EthAnswer} of the same request
 * id. Zero and repeated ids are legal; each request is answered.
 */
public sealed interface EthRequest extends EthMessage {

  /**
   * Items of one request that are looked at: what one answer holds at most. Hashes behind them are
   * read and dropped.
   */
  int MAX_BLOCKS = 1024;

  /** Hashes of one request for transactions or cells that are looked at (go-ethereum). */
  int MAX_TRANSACTIONS = 4096;

  /** Any 64 bits. */
  long requestId();

  /** Asks for headers (0x03). */
  record GetBlockHeaders(long requestId, HeaderQuery query) implements EthRequest {}

  /** Asks for bodies (0x05). */
  record GetBlockBodies(long requestId, List<Bytes32> hashes) implements EthRequest {
    public GetBlockBodies {
      hashes = List.copyOf(hashes);
    }
  }

  /** Asks for transactions of the pool (0x09). */
  record GetPooledTransactions(long requestId, List<Bytes32> hashes) implements EthRequest {
    public GetPooledTransactions {
      hashes = List.copyOf(hashes);
    }
  }

  /**
   * Asks for receipts (0x0f).
   *
   * @param firstBlockReceiptIndex from eth/70: how many receipts of the first block are left out,
   *     unsigned; before, 0
   */
  record GetReceipts(long requestId, long firstBlockReceiptIndex, List<Bytes32> hashes)
      implements EthRequest {
    public GetReceipts {
      hashes = List.copyOf(hashes);
    }
  }

  /** Asks for block access lists (0x12, eth/71). */
  record GetBlockAccessLists(long requestId, List<Bytes32> hashes) implements EthRequest {
    public GetBlockAccessLists {
      hashes = List.copyOf(hashes);
    }
  }

  /** Asks for cells of all blobs of transactions (0x14, eth/72). */
  record GetCells(long requestId, List<Bytes32> hashes, CellMask mask) implements EthRequest {
    public GetCells {
      hashes = List.copyOf(hashes);
    }
  }
}
