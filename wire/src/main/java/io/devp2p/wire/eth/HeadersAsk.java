package io.devp2p.wire.eth;

import io.devp2p.core.Violation;
import java.time.Duration;
import java.util.List;

/** Asks for headers, which must be those of the query: numbers in steps, hashes in a chain. */
record HeadersAsk(HeaderQuery query) implements EthAsk<List<Header>> {

  @Override
  public MessageId answerType() {
    return MessageId.BLOCK_HEADERS;
  }

  @Override
  public int amount() {
    boolean few = Long.compareUnsigned(query.limit(), EthRequest.MAX_BLOCKS) < 0;
    return few ? (int) query.limit() : EthRequest.MAX_BLOCKS;
  }

  @Override
  public Duration timeout() {
    return BLOCKS_TIMEOUT;
  }

  @Override
  public HeadersAsk first(int amount) {
    return new HeadersAsk(query.limit(amount));
  }

  @Override
  public EthRequest request(long id) {
    return new EthRequest.GetBlockHeaders(id, query);
  }

  @Override
  public Verdict<List<Header>> judge(int version, EthAnswer answer) {
    List<Header> headers =
        ((EthAnswer.BlockHeaders) answer).headers().stream().map(Header::decode).toList();
    if (!headers.isEmpty()) {
      Violation.unless(isStart(headers.getFirst()), BlockRule.HEADER_CHAIN);
    }
    for (int i = 1; i < headers.size(); i++) {
      Violation.unless(follows(headers.get(i - 1), headers.get(i)), BlockRule.HEADER_CHAIN);
    }
    return new Verdict.Done<>(headers, headers.size());
  }

  private boolean isStart(Header first) {
    return switch (query.start()) {
      case HeaderQuery.Start.ByHash start -> first.hash().equals(start.hash());
      case HeaderQuery.Start.ByNumber start -> first.number() == start.number();
    };
  }

  private boolean follows(Header one, Header next) {
    Header older = query.reverse() ? next : one;
    Header newer = query.reverse() ? one : next;
    // Where a step would pass 2^64 the difference of the numbers is another one, or zero.
    return Long.compareUnsigned(older.number(), newer.number()) < 0
        && newer.number() - older.number() - 1 == query.skip()
        && (query.skip() != 0 || newer.parentHash().equals(older.hash()));
  }
}
