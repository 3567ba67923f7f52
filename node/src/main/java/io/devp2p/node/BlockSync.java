package io.devp2p.node;

import io.devp2p.wire.eth.EthSession;
import io.devp2p.wire.eth.Header;
import io.devp2p.wire.eth.HeaderQuery;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** Fetches from one peer what belongs to blocks. Blocks; not thread-safe. */
final class BlockSync {

  private static final int HEADERS = 1024;

  /** Blocks of one request: receipts of some may have 10 MB. */
  private static final int RECEIPTS = 32;

  /** As go-ethereum answers at once. */
  private static final int ACCESS_LISTS = 256;

  /** The first eth version with access lists. */
  private static final int AMSTERDAM = 71;

  private final Stores stores;
  private final EthSession peer;

  BlockSync(Stores stores, EthSession peer) {
    this.stores = stores;
    this.peer = peer;
  }

  /** Sees to it that the peer has our chain, as far as it goes. */
  void compareHeaders() throws PeerTrouble, InterruptedException {
    ChainStore chain = stores.chain();
    long next = chain.genesis().header().number();
    long head = chain.head().number();
    boolean more = true;
    while (more && next <= head) {
      long limit = Math.min(HEADERS, head - next + 1);
      List<Header> theirs = Sync.get(peer.headers(HeaderQuery.from(next).limit(limit)));
      for (Header header : theirs) {
        if (!chain.hash(header.number()).equals(Optional.of(header.hash()))) {
          throw new PeerTrouble("has another block " + Long.toUnsignedString(header.number()));
        }
      }
      next += theirs.size();
      more = !theirs.isEmpty();
    }
  }

  /** Fetches the receipts that are missing, as far as the peer has them. */
  void receipts() throws PeerTrouble, InterruptedException, IOException {
    List<Header> missing = missing(header -> !stores.receipts().has(header));
    while (!missing.isEmpty()) {
      List<Header> asked = missing.subList(0, Math.min(RECEIPTS, missing.size()));
      List<Bytes> lists = Sync.get(peer.receipts(asked));
      if (lists.isEmpty()) {
        throw new PeerTrouble("does not have the receipts of " + asked.getFirst());
      }
      for (int i = 0; i < lists.size(); i++) {
        stores.receipts().put(asked.get(i), lists.get(i));
      }
      missing = missing.subList(lists.size(), missing.size());
    }
  }

  /** Fetches the access lists that are missing, as far as the peer has them and can say them. */
  void accessLists() throws PeerTrouble, InterruptedException, IOException {
    if (peer.version() < AMSTERDAM) {
      return;
    }
    List<Header> missing =
        missing(h -> h.blockAccessListHash().isPresent() && !stores.accessLists().has(h));
    while (!missing.isEmpty()) {
      List<Header> asked = missing.subList(0, Math.min(ACCESS_LISTS, missing.size()));
      List<Optional<Bytes>> lists = Sync.get(peer.accessLists(asked));
      if (lists.isEmpty()) {
        throw new PeerTrouble("does not have the access list of " + asked.getFirst());
      }
      for (int i = 0; i < lists.size(); i++) {
        if (lists.get(i).isPresent()) {
          stores.accessLists().put(asked.get(i), lists.get(i).get());
        }
      }
      missing = missing.subList(lists.size(), missing.size());
    }
  }

  private List<Header> missing(Predicate<Header> lacks) {
    return stores.chain().headersFrom(0).stream().filter(lacks).toList();
  }
}
