package io.devp2p.wire.eth;

/**
 * Is told what peers say without being asked. Called on the event loop of the peer: must not block.
 * Messages are decoded, but what they carry is judged by nobody yet.
 */
public interface EthListener {

  /** Wants to know nothing. */
  EthListener NONE = new EthListener() {};

  /** A peer of our chain: its Status was right. */
  default void onOpen(EthSession peer) {}

  /** A peer that {@link #onOpen} told of is gone. */
  default void onEnd(EthSession peer) {}

  /** The peer sends transactions. */
  default void onTransactions(EthSession peer, EthMessage.Transactions message) {}

  /** The peer announces transactions. */
  default void onAnnouncement(EthSession peer, EthMessage.NewPooledTransactionHashes message) {}

  /** The peer has other blocks than before. */
  default void onBlockRange(EthSession peer, EthMessage.BlockRangeUpdate message) {}
}
