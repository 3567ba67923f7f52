package io.devp2p.wire;

import io.devp2p.core.Violation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The requests of one peer that wait for their turn or are being answered: so many at once, so many
 * bytes in a second. Answers leave in the order of the requests, as those of deployed clients do:
 * nothing else tells the answers to two requests with the same id apart. A machine: making an
 * answer is an effect, which ends with {@link Job#answered}. Not thread-safe.
 *
 * @param <R> the requests
 */
public final class Serving<R> {

  /** Makes the answer to a request. Called on workers: may block. */
  @FunctionalInterface
  public interface Answerer<R> {

    /**
     * The answer to a request.
     *
     * @param late whether time is over, and what there is will do
     */
    Message answer(R request, BooleanSupplier late);
  }

  /** Requests that are being answered at once (reth). */
  static final int AT_ONCE = 4;

  /** Requests that wait until the peer has to: far more than deployed clients send at once. */
  static final int BUSY = 256;

  /**
   * Requests that wait at most, where the peer has used up its bytes and need not wait to send: one
   * that goes on all the same does not care for answers.
   */
  static final int WAITING = 1024;

  /** Bytes of the requests that wait: as many as the hashes of 64 full requests. */
  static final int WAITING_BYTES = 4 << 20;

  /** Time for one answer; then it is sent as far as it came. */
  static final long DEADLINE = Duration.ofSeconds(5).toNanos();

  /** Bytes that a peer gets at once; one answer may have 10 MiB. */
  static final long BURST = 32L << 20;

  /** Bytes that a peer gets in a second, once the burst is used up. */
  static final long BYTES_PER_SECOND = 8L << 20;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** A request that is being answered. Thread-safe: who answers asks whether it is late. */
  final class Job {
    private final R request;
    private final long deadline;
    private Optional<Message> answer = Optional.empty();
    private volatile boolean late;

    private Job(R request, long deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    R request() {
      return request;
    }

    /** Whether what there is has to do. */
    boolean isLate() {
      return late;
    }

    /**
     * The answer is there: it is sent when those to earlier requests are, and then the next request
     * has its turn. Event loop.
     */
    void answered(long now, Message made, SessionOutbox out) {
      markLate(now);
      answer = Optional.of(made);
      refill(now);
      while (!jobs.isEmpty() && jobs.element().answer.isPresent()) {
        Message next = jobs.remove().answer.get();
        tokens -= next.payload().size();
        out.send(next.code(), next.payload());
      }
      start(now, out);
    }
  }

  private record Waiting<R>(R request, int bytes) {}

  private final Consumer<Job> work;
  private final Queue<Waiting<R>> waiting = new ArrayDeque<>();
  private final Queue<Job> jobs = new ArrayDeque<>();
  private int waitingBytes;
  private long tokens = BURST;
  private long refilledAt;

  /**
   * Nothing to do yet.
   *
   * @param work makes the answer on another thread, which then leads to {@link Job#answered}
   */
  Serving(Consumer<Job> work) {
    this.work = work;
  }

  /**
   * Nothing to do yet.
   *
   * @param workers where answers are made; must not refuse
   */
  public static <R> Serving<R> of(SessionContext context, Executor workers, Answerer<R> answerer) {
    return new Serving<>(job -> workers.execute(() -> work(context, job, answerer)));
  }

  private static <R> void work(SessionContext context, Serving<R>.Job job, Answerer<R> answerer) {
    try {
      Message answer = answerer.answer(job.request(), job::isLate);
      context.submit((now, out) -> job.answered(now, answer, out));
    } catch (RuntimeException bug) {
      // The session ends as if it had come up there.
      context.submit((now, out) -> {
        throw bug;
      });
    }
  }

  /**
   * Takes on a request.
   *
   * @param bytes of its message
   * @throws Violation {@link RequestRule#REQUEST_FLOOD}
   */
  public void onRequest(long now, R request, int bytes, SessionOutbox out) {
    waiting.add(new Waiting<>(request, bytes));
    waitingBytes += bytes;
    start(now, out);
    Violation.unless(
        waiting.size() <= WAITING && waitingBytes <= WAITING_BYTES, RequestRule.REQUEST_FLOOD);
  }

  /** The time of {@link #deadline()} has come. */
  public void onTime(long now, SessionOutbox out) {
    markLate(now);
    start(now, out);
  }

  /** Whether the peer has to wait until an answer is there. */
  public boolean isBusy() {
    return waiting.size() >= BUSY && !jobs.isEmpty();
  }

  private void markLate(long now) {
    for (Job job : jobs) {
      job.late = job.late || now >= job.deadline;
    }
  }

  private void start(long now, SessionOutbox out) {
    refill(now);
    while (!waiting.isEmpty() && jobs.size() < AT_ONCE && tokens > 0) {
      Waiting<R> next = waiting.remove();
      waitingBytes -= next.bytes;
      Job job = new Job(next.request, now + DEADLINE);
      jobs.add(job);
      out.run(() -> work.accept(job));
    }
  }

  private void refill(long now) {
    if (tokens >= BURST) {
      refilledAt = now;
      return;
    }
    long elapsed = Math.min(now - refilledAt, BURST / BYTES_PER_SECOND * SECOND);
    long refill = elapsed * BYTES_PER_SECOND / SECOND;
    if (refill > 0) {
      tokens = Math.min(BURST, tokens + refill);
      refilledAt = now;
    }
  }

  /** When {@link #onTime} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    long next = Long.MAX_VALUE;
    for (Job job : jobs) {
      next = job.late ? next : Math.min(next, job.deadline);
    }
    boolean starved = !waiting.isEmpty() && jobs.size() < AT_ONCE;
    return starved ? Math.min(next, refilledAt + refillTime()) : next;
  }

  /** Nanoseconds until there is a token again. */
  private long refillTime() {
    return (1 - tokens) * SECOND / BYTES_PER_SECOND + 1;
  }
}
