package io.devp2p.wire.eth;

import java.util.List;
import java.util.Optional;

/**
 * The ids of the messages of eth/68 to eth/72, and since which version each has the layout that is
 * spoken here. eth/66 and eth/67 differ in what they announce, and are read but for that.
 */
enum MessageId {
  STATUS(0x00, 66),
  NEW_BLOCK_HASHES(0x01, 66),
  TRANSACTIONS(0x02, 66),
  GET_BLOCK_HEADERS(0x03, 66),
  BLOCK_HEADERS(0x04, 66),
  GET_BLOCK_BODIES(0x05, 66),
  BLOCK_BODIES(0x06, 66),
  NEW_BLOCK(0x07, 66),
  NEW_POOLED_TRANSACTION_HASHES(0x08, 68),
  GET_POOLED_TRANSACTIONS(0x09, 66),
  POOLED_TRANSACTIONS(0x0a, 66),
  GET_RECEIPTS(0x0f, 66),
  RECEIPTS(0x10, 66),
  BLOCK_RANGE_UPDATE(0x11, 69),
  GET_BLOCK_ACCESS_LISTS(0x12, 71),
  BLOCK_ACCESS_LISTS(0x13, 71),
  GET_CELLS(0x14, 72),
  CELLS(0x15, 72);

  private static final List<MessageId> ALL = List.of(values());

  private final int code;
  private final int since;

  MessageId(int code, int since) {
    this.code = code;
    this.since = since;
  }

  /** The id on the wire, in eth's own numbering. */
  int code() {
    return code;
  }

  /** What an id means in a version; empty where nothing. */
  static Optional<MessageId> of(int version, int code) {
    for (MessageId id : ALL) {
      if (id.code == code && id.since <= version) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** Number of ids of a version: the highest plus 1. */
  static int span(int version) {
    int span = 0;
    for (MessageId id : ALL) {
      span = id.since <= version ? id.code + 1 : span;
    }
    return span;
  }

  /** The id of a message. */
  static MessageId of(EthMessage message) {
    return switch (message) {
      case Status s -> STATUS;
      case EthMessage.NewBlockHashes m -> NEW_BLOCK_HASHES;
      case EthMessage.Transactions m -> TRANSACTIONS;
      case EthMessage.NewBlock m -> NEW_BLOCK;
      case EthMessage.NewPooledTransactionHashes m -> NEW_POOLED_TRANSACTION_HASHES;
      case EthMessage.BlockRangeUpdate m -> BLOCK_RANGE_UPDATE;
      case EthRequest request -> of(request);
      case EthAnswer answer -> of(answer);
    };
  }

  private static MessageId of(EthRequest request) {
    return switch (request) {
      case EthRequest.GetBlockHeaders m -> GET_BLOCK_HEADERS;
      case EthRequest.GetBlockBodies m -> GET_BLOCK_BODIES;
      case EthRequest.GetPooledTransactions m -> GET_POOLED_TRANSACTIONS;
      case EthRequest.GetReceipts m -> GET_RECEIPTS;
      case EthRequest.GetBlockAccessLists m -> GET_BLOCK_ACCESS_LISTS;
      case EthRequest.GetCells m -> GET_CELLS;
    };
  }

  private static MessageId of(EthAnswer answer) {
    return switch (answer) {
      case EthAnswer.BlockHeaders m -> BLOCK_HEADERS;
      case EthAnswer.BlockBodies m -> BLOCK_BODIES;
      case EthAnswer.PooledTransactions m -> POOLED_TRANSACTIONS;
      case EthAnswer.Receipts m -> RECEIPTS;
      case EthAnswer.BlockAccessLists m -> BLOCK_ACCESS_LISTS;
      case EthAnswer.Cells m -> CELLS;
    };
  }
}
