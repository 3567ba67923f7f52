package io.devp2p.examples;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Enode;
import io.devp2p.discovery.Network;
import io.devp2p.discovery.Networks;
import io.devp2p.wire.Host;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthListener;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderQuery;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the head of a chain by its headers, each linked to the one before. It takes the word of
 * its peers for which branch is canonical, and begins anew at their head where they have left one.
 */
public final class HeaderFollower implements EthListener {

  /** Headers of one request. */
  private static final int BATCH = 192;

  private final Consumer<Header> told;
  private Optional<Header> head = Optional.empty();

  /**
   * Knows nothing yet: the first header is the head of the first peer.
   *
   * @param told of each header, in the order of the chain
   */
  public HeaderFollower(Consumer<Header> told) {
    this.told = told;
  }

  @Override
  public void onOpen(EthSession peer) {
    peer.blockRange().ifPresent(range -> onBlockRange(peer, range));
  }

  @Override
  public synchronized void onBlockRange(EthSession peer, EthMessage.BlockRangeUpdate range) {
    long next = head.map(h -> h.number() + 1).orElse(range.latest());
    if (next <= range.latest()) {
      // Where the peer does not answer, the next range that anybody tells is another occasion.
      peer.headers(HeaderQuery.from(next).limit(BATCH))
          .thenAccept(headers -> {
            append(headers);
            if (!headers.isEmpty()) {
              onBlockRange(peer, range);
            }
          });
    }
  }

  private synchronized void append(List<Header> headers) {
    for (Header header : headers) {
      if (head.isPresent() && head.get().number() >= header.number()) {
        continue; // another peer was faster
      } else if (head.isPresent() && !head.get().hash().equals(header.parentHash())) {
        head = Optional.empty();
        return;
      }
      head = Optional.of(header);
      told.accept(header);
    }
  }

  /** Follows mainnet with the nodes of some URLs. */
  public static void main(String[] enodes) throws Exception {
    HeaderFollower follower =
        new HeaderFollower(header -> System.out.println(header.number() + " " + header.hash()));
    Network network = Networks.MAINNET;
    Eth eth =
        Eth.following(
            network.networkId(),
            network.forks(),
            InstantSource.system(),
            c -> c.listener(follower));
    try (Host host = Host.start(NodeKey.generate(new SecureRandom()), c -> c.offer(eth))) {
      for (String enode : enodes) {
        host.addStatic(Enode.parse(enode));
      }
      Thread.currentThread().join(); // until it is interrupted
    }
  }
}
