package io.devp2p.discovery.store;

import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.discovery.NodeStore;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** A store that ends with the process: the bounds of {@link NodeFile} without its file. */
public final class MemoryStore implements NodeStore {

  private final Shelf shelf = new Shelf();
  private final InstantSource clock;

  /** An empty store. */
  public MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void saw(Sighting sighting) {
    shelf.put(EntryCodec.entry(sighting));
  }

  @Override
  public List<Sighting> draw(Secp256k1 curve, int atMost, RandomGenerator random) {
    List<Entry.OfNode> drawn;
    synchronized (this) {
      drawn = shelf.draw(atMost, random, clock.instant());
    }
    return Shelf.sightings(curve, drawn);
  }

  @Override
  public synchronized CompletableFuture<Void> remember(String name, long value) {
    Shelf.check(name);
    shelf.put(new Entry.OfFact(name, value));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized OptionalLong recall(String name) {
    return shelf.fact(name);
  }

  @Override
  public void close() {}
}
