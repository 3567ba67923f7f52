package io.devp2p.wire;

import io.devp2p.core.Violation;
import io.devp2p.core.machine.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Our requests to one peer, for protocols whose messages carry request ids (EIP-2481): ids that
 * nobody can guess, answers matched by id and type, deadlines, and how much to ask of this peer. A
 * machine: the session that owns it sends what it opens and calls {@link #expire} in time.
 *
 * <p>A request is in flight from {@link #open} until its answer was judged ({@link #judged}) or it
 * timed out ({@link #expire}), so the answers that are being judged are bounded too. Not
 * thread-safe. {@code now} is monotonic, in nanoseconds.
 *
 * @param <R> what the session keeps of a request
 */
public final class Requests<R> {

  /** In flight to one peer at most; deployed clients answer a handful at a time. */
  public static final int IN_FLIGHT = 64;

  /**
   * Timed-out requests that are remembered at most: 64 at a time with 5 s each are 3,840 in 5
   * minutes. What is above falls out first come, first gone.
   */
  public static final int REMEMBERED = 4096;

  /**
   * What a request wants.
   *
   * @param answer id of the message that answers it, in the session's own numbering
   * @param amount how much was asked for, in the unit that {@link #judged} counts
   * @param timeout how long the answer may take
   */
  public record Terms(int answer, long amount, Duration timeout) {}

  /**
   * A request with its answer.
   *
   * @param took nanoseconds between the two
   */
  public record Match<R>(long id, Terms terms, R request, long took) {}

  private record Open<R>(Terms terms, R request, long sentAt) {}

  private final RandomGenerator random;
  private final long memory;
  private final RequestBudget budget;
  private final Map<Long, Open<R>> open = new HashMap<>();
  private final Deadlines<Long> deadlines = new Deadlines<>();
  // Timed-out ids in the order in which they are forgotten, with that time.
  private final Map<Long, Long> late = new LinkedHashMap<>();
  private final Map<Integer, Pace> paces = new HashMap<>();
  private int judging;

  /**
   * No requests yet.
   *
   * @param random source of ids: unpredictable to peers
   * @param memory how long an answer may come late without being a violation
   * @param budget shared by all sessions of the protocol
   */
  public Requests(RandomGenerator random, Duration memory, RequestBudget budget) {
    this.random = random;
    this.memory = memory.toNanos();
    this.budget = budget;
  }

  /**
   * Takes on a request, which the session then sends.
   *
   * @return its id; empty where {@link #IN_FLIGHT} or the budget is reached
   */
  public OptionalLong open(long now, Terms terms, R request) {
    if (inFlight() >= IN_FLIGHT || !budget.take()) {
      return OptionalLong.empty();
    }
    long id = random.nextLong();
    while (open.containsKey(id) || late.containsKey(id)) {
      id = random.nextLong();
    }
    put(now, id, terms, request);
    return OptionalLong.of(id);
  }

  private void put(long now, long id, Terms terms, R request) {
    open.put(id, new Open<>(terms, request, now));
    deadlines.set(id, now + terms.timeout().toNanos());
  }

  /**
   * Finds the request that an answer belongs to. It is answered with that, once; the session judges
   * the answer and then calls {@link #judged} or {@link #again}.
   *
   * @param answer id of the message that came
   * @return empty for an answer that is merely late: it is to be ignored
   * @throws Violation of a {@link RequestRule}
   */
  public Optional<Match<R>> match(long now, int answer, long id) {
    Open<R> request = open.get(id);
    if (request == null) {
      Long forgottenAt = late.remove(id);
      Violation.unless(forgottenAt != null && now < forgottenAt, RequestRule.REQUEST_UNSOLICITED);
      return Optional.empty();
    }
    Violation.unless(request.terms.answer == answer, RequestRule.REQUEST_WRONG_ANSWER);
    open.remove(id);
    deadlines.cancel(id);
    judging++;
    return Optional.of(new Match<>(id, request.terms, request.request, now - request.sentAt));
  }

  /**
   * The answer was judged: the request is over.
   *
   * @param amount how much the answer brought; 0 where nothing was there
   */
  public void judged(Match<R> match, long amount) {
    pace(match.terms.answer).delivered(amount, match.took);
    judging--;
    budget.giveBack(1);
  }

  /**
   * The answer was one part: the session asks for the rest under the same id.
   *
   * @param amount how much this part brought
   * @param request what is kept of it now
   */
  public void again(long now, Match<R> match, long amount, R request) {
    pace(match.terms.answer).delivered(amount, match.took);
    judging--;
    put(now, match.id, match.terms, request);
  }

  /** Takes out the requests whose time is over; their answers may still come late. */
  public List<R> expire(long now) {
    forget(now);
    List<R> expired = new ArrayList<>();
    for (Optional<Long> due = deadlines.poll(now); due.isPresent(); due = deadlines.poll(now)) {
      Open<R> request = Objects.requireNonNull(open.remove(due.get()));
      late.put(due.get(), now + memory);
      pace(request.terms.answer).missed(request.terms.amount);
      budget.giveBack(1);
      expired.add(request.request);
    }
    return expired;
  }

  private void forget(long now) {
    Iterator<Long> oldestFirst = late.values().iterator();
    while (oldestFirst.hasNext()
        && (oldestFirst.next() <= now || late.size() > REMEMBERED - IN_FLIGHT)) {
      oldestFirst.remove();
    }
  }

  /** When {@link #expire} must next be called; {@link Long#MAX_VALUE} = never. */
  public long deadline() {
    return deadlines.next();
  }

  /** The session is over: takes out all requests that have no answer. */
  public List<R> end() {
    List<R> unanswered = open.values().stream().map(Open::request).toList();
    budget.giveBack(inFlight());
    open.clear();
    judging = 0;
    return unanswered;
  }

  /** How many are in flight. */
  public int inFlight() {
    return open.size() + judging;
  }

  /**
   * How much to ask of this peer in one request: less than is wanted where it was seen to be slow.
   *
   * @param answer id of the message that answers such requests
   * @param most what is wanted, at least 1
   */
  public long allowance(int answer, long most) {
    return pace(answer).allowance(most);
  }

  private Pace pace(int answer) {
    return paces.computeIfAbsent(answer, a -> new Pace());
  }
}
