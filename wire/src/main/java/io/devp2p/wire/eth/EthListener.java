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

  /**
   * The peer sends transactions.
   *
   * @param dealtWith to be run once, on any thread: a peer whose gossip piles up has to wait
   */
  default void onTransactions(
      EthSession peer, EthMessage.Transactions message, Runnable dealtWith) {
    dealtWith.run();
  }

  /**
   * The peer announces transactions.
   *
   * @param dealtWith to be run once, on any thread: a peer whose gossip piles up has to wait
   */
  default void onAnnouncement(
      EthSession peer, EthMessage.NewPooledTransactionHashes message, Runnable dealtWith) {
    dealtWith.run();
  }

  /** The peer has other blocks than before. */
  default void onBlockRange(EthSession peer, EthMessage.BlockRangeUpdate message) {}
}
