package io.devp2p.wire.eth;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * A message of eth/68 to eth/72 (devp2p caps/eth.md). Blocks, transactions, receipts and access
 * lists are RLP as it came, for the views of this package to read. Immutable.
 */
public sealed interface EthMessage
    permits Status,
        EthRequest,
        EthAnswer,
        EthMessage.NewBlockHashes,
        EthMessage.Transactions,
        EthMessage.NewBlock,
        EthMessage.NewPooledTransactionHashes,
        EthMessage.BlockRangeUpdate {

  /** New blocks by hash (0x01); of proof-of-work and proof-of-authority networks only. */
  record NewBlockHashes(List<NumberedHash> blocks) implements EthMessage {

    /** Most blocks of one message: far more than any chain produces between two of them. */
    public static final int MAX = 4096;

    public NewBlockHashes {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A block by hash.
   *
   * @param number unsigned
   */
  record NumberedHash(Bytes32 hash, long number) {}

  /**
   * Transactions (0x02).
   *
   * @param transactions RLP as in a block: a list, or a byte string of type and payload
   */
  record Transactions(List<Bytes> transactions) implements EthMessage {

    /** Most transactions of one message (go-ethereum disconnects above). */
    public static final int MAX = 5000;

    public Transactions {
      transactions = List.copyOf(transactions);
    }
  }

  /**
   * A new block (0x07); of proof-of-work and proof-of-authority networks only.
   *
   * @param block RLP: header, transactions, ommers
   */
  record NewBlock(Bytes block, UInt256 totalDifficulty) implements EthMessage {}

  /**
   * Transactions that a node can be asked for (0x08).
   *
   * @param mask on eth/72: the columns that can be served of every blob of every blob transaction
   *     among them; before, {@link CellMask#NONE}
   */
  record NewPooledTransactionHashes(List<Announced> transactions, CellMask mask)
      implements EthMessage {

    /** Most hashes of one message (caps/eth.md). */
    public static final int MAX = 4096;

    public NewPooledTransactionHashes {
      transactions = List.copyOf(transactions);
    }
  }

  /**
   * A transaction that is announced.
   *
   * @param type 0 to 255, as announced
   * @param size bytes, as announced: of {@code type || payload}, for a blob transaction with its
   *     sidecar (on eth/72 without blobs); at most 2^32-1
   */
  record Announced(int type, long size, Bytes32 hash) {}

  /**
   * The blocks whose bodies and receipts a node has (0x11, eth/69).
   *
   * @param earliest unsigned, not above {@code latest}
   * @param latest unsigned
   * @param latestHash not zero
   */
  record BlockRangeUpdate(long earliest, long latest, Bytes32 latestHash) implements EthMessage {}
}
