package io.devp2p.wire;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * What is asked of one peer, for protocols whose messages carry request ids (EIP-2481): sends
 * requests, has the answers judged by workers, completes futures. But for {@link #ask} it belongs
 * to the event loop of the peer, as the session does that owns it.
 *
 * <p>Futures fail with {@link NetworkException.TimedOut}; with {@link NetworkException.Closed}
 * where {@link Requests#IN_FLIGHT} requests are in flight, or the session was over; with what
 * {@link #end} is given if the session ends before the answer.
 */
public final class Asks {

  /** A request with who waits for it. Equal by identity. */
  private static final class Pending<T> {
    private final Ask<T> ask;
    private final CompletableFuture<T> result;

    private Pending(Ask<T> ask, CompletableFuture<T> result) {
      this.ask = ask;
      this.result = result;
    }
  }

  /** Bytes of answers that are being judged until the peer has to wait: two large ones. */
  private static final int BUSY_BYTES = 16 << 20;

  private final SessionContext context;
  private final int version;
  private final Executor workers;
  private final Requests<Pending<?>> requests;
  private final Set<Pending<?>> judging = new HashSet<>();
  private long judgingBytes;

  /**
   * Nothing asked yet.
   *
   * @param workers where answers are judged; must not refuse
   * @param random source of request ids: unpredictable to peers
   * @param memory how long a late answer is not held against the peer
   * @param budget shared by all sessions of the protocol
   */
  public Asks(
      SessionContext context,
      Executor workers,
      RandomGenerator random,
      Duration memory,
      RequestBudget budget) {
    this.context = context;
    this.version = context.capability().version();
    this.workers = workers;
    this.requests = new Requests<>(random, memory, budget);
  }

  /** Asks, from any thread: for less than is wanted where the peer was seen to be slow. */
  public <T> CompletableFuture<T> ask(Ask<T> ask) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.submit(
        (now, out) -> open(now, ask, result, out),
        () -> result.completeExceptionally(new NetworkException.Closed("the session is over")));
    return result;
  }

  private <T> void open(long now, Ask<T> whole, CompletableFuture<T> result, SessionOutbox out) {
    Ask<T> ask = whole.first((int) requests.allowance(whole.answer(), whole.amount()));
    Requests.Terms terms = new Requests.Terms(ask.answer(), ask.amount(), ask.timeout());
    OptionalLong id = requests.open(now, terms, new Pending<>(ask, result));
    if (id.isPresent()) {
      send(ask, id.getAsLong(), out);
    } else {
      out.run(() ->
          result.completeExceptionally(
              new NetworkException.Closed("too many requests are in flight")));
    }
  }

  private void send(Ask<?> ask, long id, SessionOutbox out) {
    Message request = ask.request(version, id);
    out.send(request.code(), request.payload());
  }

  /**
   * An answer came.
   *
   * @throws Violation of a {@link RequestRule} or an RLP rule
   */
  public void onAnswer(long now, int code, Bytes payload, SessionOutbox out) {
    requests
        .match(now, code, RlpReader.list(payload).uint64())
        .ifPresent(match -> {
          judging.add(match.request());
          judgingBytes += payload.size();
          out.run(() -> workers.execute(() -> judge(match, match.request(), payload)));
        });
  }

  /** On a worker. */
  private <T> void judge(Requests.Match<Pending<?>> match, Pending<T> pending, Bytes payload) {
    try {
      Ask.Verdict<T> verdict = pending.ask.judge(version, payload);
      context.submit((now, out) -> {
        judgingBytes -= payload.size();
        onVerdict(now, match, pending, verdict, out);
      });
    } catch (RuntimeException wrong) {
      // A violation, or a fault of our own: the session ends as if it had come up there.
      context.submit((now, out) -> {
        throw wrong;
      });
    }
  }

  private <T> void onVerdict(
      long now,
      Requests.Match<Pending<?>> match,
      Pending<T> pending,
      Ask.Verdict<T> verdict,
      SessionOutbox out) {
    judging.remove(pending);
    switch (verdict) {
      case Ask.Verdict.Done<T> done -> {
        requests.judged(match, done.amount());
        out.run(() -> pending.result.complete(done.result()));
      }
      case Ask.Verdict.Again<T> again when pending.result.isDone() ->
          requests.judged(match, again.amount());
      case Ask.Verdict.Again<T> again -> {
        Pending<T> rest = new Pending<>(again.rest(), pending.result);
        requests.again(now, match, again.amount(), rest);
        send(rest.ask, match.id(), out);
      }
    }
  }

  /** The time of {@link #deadline()} has come. */
  public void onTime(long now, SessionOutbox out) {
    for (Pending<?> expired : requests.expire(now)) {
      NetworkException late = new NetworkException.TimedOut(expired.ask.name());
      out.report(Conduct.TIMEOUT);
      out.run(() -> expired.result.completeExceptionally(late));
    }
  }

  /** Whether the peer has to wait until answers are judged. */
  public boolean isBusy() {
    return judgingBytes >= BUSY_BYTES;
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    return requests.deadline();
  }

  /** The session is over: fails what is open. */
  public void end(Throwable cause) {
    List<Pending<?>> unanswered = requests.end();
    unanswered.forEach(pending -> pending.result.completeExceptionally(cause));
    judging.forEach(pending -> pending.result.completeExceptionally(cause));
    judging.clear();
  }
}
