package io.devp2p.wire.eth;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;

/** Finds the headers that a query asks for: along the canonical chain, or back from a branch. */
final class HeaderWalk {

  /** Most headers that are read for one answer, those in between included (go-ethereum). */
  private static final int MAX_LOOKUPS = 2048;

  private final EthBackend backend;
  private final HeaderQuery query;
  private final Batch<Bytes> batch;
  private int lookups;

  HeaderWalk(EthBackend backend, HeaderQuery query, BooleanSupplier late) {
    this.backend = backend;
    this.query = query;
    boolean few = Long.compareUnsigned(query.limit(), EthRequest.MAX_BLOCKS) < 0;
    this.batch = new Batch<>(few ? (int) query.limit() : EthRequest.MAX_BLOCKS, late);
  }

  List<Bytes> headers() {
    if (batch.isOpen()) {
      switch (query.start()) {
        case HeaderQuery.Start.ByNumber start -> alongChain(start.number());
        case HeaderQuery.Start.ByHash start ->
            backend.header(start.hash()).ifPresent(this::fromHash);
      }
    }
    return batch.items();
  }

  private void fromHash(Bytes encoding) {
    Header header = Header.decode(encoding);
    if (backend.header(header.number()).equals(Optional.of(encoding))) {
      alongChain(header.number());
    } else if (batch.add(encoding, encoding.size()) && query.reverse()) {
      backFrom(header);
    }
  }

  private void alongChain(long start) {
    long number = start;
    boolean more = true;
    while (more && batch.isOpen()) {
      Optional<Bytes> header = backend.header(number);
      more = header.isPresent() && batch.add(header.get(), header.get().size()) && hasNext(number);
      number = query.reverse() ? number - query.skip() - 1 : number + query.skip() + 1;
    }
  }

  /** Whether the next number lies between genesis and 2^64 - 1. */
  private boolean hasNext(long number) {
    long ahead = query.reverse() ? number : -1 - number;
    return Long.compareUnsigned(ahead, query.skip()) > 0;
  }

  /** A branch has no numbers: its ancestors are found one by one. */
  private void backFrom(Header start) {
    Optional<Header> header = ancestor(start);
    while (batch.isOpen() && header.isPresent()) {
      Bytes encoding = header.get().encoding();
      header = batch.add(encoding, encoding.size()) ? ancestor(header.get()) : Optional.empty();
    }
  }

  private Optional<Header> ancestor(Header from) {
    Optional<Header> header = Optional.of(from);
    long steps = 0;
    while (header.isPresent() && Long.compareUnsigned(steps, query.skip()) <= 0) {
      header =
          lookups++ < MAX_LOOKUPS && batch.isOpen()
              ? backend.header(header.get().parentHash()).map(Header::decode)
              : Optional.empty();
      steps++;
    }
    return header;
  }
}
