package io.devp2p.wire.eth;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.wire.Conduct;
import io.devp2p.wire.Requests;
import io.devp2p.wire.SessionContext;
import io.devp2p.wire.SessionOutbox;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.tuweni.bytes.Bytes;

/**
 * What is asked of one peer: sends requests, has the answers judged by workers, completes futures.
 * But for {@link #ask} it belongs to the event loop.
 */
final class Asks {

  /** How long a late answer is not held against a peer (go-ethereum). */
  private static final Duration MEMORY = Duration.ofMinutes(5);

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

  Asks(SessionContext context, Eth.Side side) {
    this.context = context;
    this.version = context.capability().version();
    this.workers = side.config().workers();
    this.requests = new Requests<>(side.config().random(), MEMORY, side.budget());
  }

  /** Asks, from any thread. */
  <T> CompletableFuture<T> ask(Ask<T> ask) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.submit(
        (now, out) -> open(now, ask, result, out),
        () -> result.completeExceptionally(new NetworkException.Closed("the session is over")));
    return result;
  }

  private <T> void open(long now, Ask<T> whole, CompletableFuture<T> result, SessionOutbox out) {
    int code = whole.answer().code();
    Ask<T> ask = whole.first((int) requests.allowance(code, whole.amount()));
    Requests.Terms terms = new Requests.Terms(code, ask.amount(), ask.timeout());
    OptionalLong id = requests.open(now, terms, new Pending<>(ask, result));
    if (id.isPresent()) {
      send(ask.request(id.getAsLong()), out);
    } else {
      out.run(() ->
          result.completeExceptionally(
              new NetworkException.Closed("too many requests are in flight")));
    }
  }

  private void send(EthRequest request, SessionOutbox out) {
    out.send(EthCodec.code(request), EthCodec.encode(version, request));
  }

  /**
   * An answer came.
   *
   * @throws Violation of a {@link io.devp2p.wire.RequestRule} or an RLP rule
   */
  void onAnswer(long now, int code, Bytes payload, SessionOutbox out) {
    requests
        .match(now, code, EthCodec.requestId(payload))
        .ifPresent(match -> {
          judging.add(match.request());
          judgingBytes += payload.size();
          out.run(() -> workers.execute(() -> judge(match, match.request(), payload)));
        });
  }

  /** On a worker. */
  private <T> void judge(Requests.Match<Pending<?>> match, Pending<T> pending, Bytes payload) {
    Ask<T> ask = pending.ask;
    int code = ask.answer().code();
    try {
      EthAnswer answer = (EthAnswer) EthCodec.decode(version, code, payload, ask.amount());
      Ask.Verdict<T> verdict = ask.judge(version, answer);
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
        send(rest.ask.request(match.id()), out);
      }
    }
  }

  void onTime(long now, SessionOutbox out) {
    for (Pending<?> expired : requests.expire(now)) {
      NetworkException late = new NetworkException.TimedOut(expired.ask.answer().name());
      out.report(Conduct.TIMEOUT);
      out.run(() -> expired.result.completeExceptionally(late));
    }
  }

  /** Whether the peer has to wait until answers are judged. */
  boolean isBusy() {
    return judgingBytes >= BUSY_BYTES;
  }

  long deadline() {
    return requests.deadline();
  }

  /** The session is over. */
  void end(Throwable cause) {
    List<Pending<?>> unanswered = requests.end();
    unanswered.forEach(pending -> pending.result.completeExceptionally(cause));
    judging.forEach(pending -> pending.result.completeExceptionally(cause));
    judging.clear();
  }
}
