package io.devp2p.discovery.table;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks nodes for nodes, always the closest known that was not asked yet, until the sixteen closest
 * have answered (Kademlia; devp2p discv4.md and discv5-theory.md).
 *
 * <p>It does so on three paths that share no node that was asked (S/Kademlia, Baumgart and Mies
 * 2007): what a node tells is known to its path alone. So nodes that name only each other can lead
 * one path astray, but not all, and each path has its share of the result. A node that is slow
 * holds its path up no longer than its kind usually takes. Not thread-safe.
 */
public final class Lookup {

  /** Questions under way at a time (Kademlia's alpha), beside those that take too long. */
  private static final int PARALLEL = 3;

  private static final int STALLED = 3;
  private static final int PATHS = 3;

  /** Nodes of a path that must have answered; all paths together ask for a whole bucket. */
  private static final int PATH_WIDTH = 8;

  private static final int QUERIES = 60;
  private static final long TIME = 30_000_000_000L;

  /** Nodes that are heard of: so many questions can bring, and more. */
  private static final int HEARD_OF = 1_024;

  enum State {
    NEW,
    ASKED,
    ANSWERED,
    FAILED
  }

  /** A node that the lookup has heard of. */
  static final class Known {
    final Candidate candidate;
    final Prefix network;
    State state = State.NEW;

    Known(Candidate candidate) {
      this.candidate = candidate;
      this.network = Prefix.of(candidate.node().endpoint().address());
    }

    NodeId id() {
      return candidate.node().id();
    }

    boolean isNew() {
      return state == State.NEW;
    }

    boolean hasFailed() {
      return state == State.FAILED;
    }

    boolean hasAnswered() {
      return state == State.ANSWERED;
    }
  }

  private record Question(Path path, long askedAt) {}

  private final Target target;
  private final NodeId self;
  private final long deadline;
  // By address too: others may tell a wrong one of a node, which must not hide the right one.
  private final Map<Place, Known> known = new HashMap<>();
  private final List<Path> paths = new ArrayList<>();
  private final Path all;
  private final Map<Place, Question> underWay = new HashMap<>();
  private int queries;

  /**
   * A lookup that has nobody to ask yet.
   *
   * @param limitLocal whether the limits of a network hold for local ones too
   */
  public Lookup(Target target, NodeId self, boolean limitLocal, long now) {
    this.target = target;
    this.self = self;
    this.deadline = now + TIME;
    for (int i = 0; i < PATHS; i++) {
      paths.add(new Path(target.id(), PATH_WIDTH, limitLocal));
    }
    this.all = new Path(target.id(), Table.BUCKET, limitLocal);
  }

  public Target target() {
    return target;
  }

  /** When it is over, whatever is still under way. */
  public long deadline() {
    return deadline;
  }

  /** Takes nodes to begin with; they are dealt out to the paths. */
  public void offer(List<Candidate> candidates) {
    List<Known> fresh = heardOf(candidates);
    for (int i = 0; i < fresh.size(); i++) {
      paths.get(i % PATHS).add(fresh.get(i));
    }
    fresh.forEach(all::add);
  }

  /**
   * The next node to ask now. Each one must be followed by its answer or its failure.
   *
   * @param patience after which a question does not count as one that is under way
   */
  public Optional<Candidate> next(long now, long patience) {
    if (queries >= QUERIES || now >= deadline || isBusy(now, patience)) {
      return Optional.empty();
    }
    Path asking = all;
    Optional<Known> next = Optional.empty();
    for (Path path : paths) {
      Optional<Known> closest = path.next();
      if (closest.isPresent() && (next.isEmpty() || underWay(path) < underWay(asking))) {
        asking = path;
        next = closest;
      }
    }
    next = next.or(all::next);
    if (next.isPresent()) {
      next.get().state = State.ASKED;
      underWay.put(Place.of(next.get().candidate.node()), new Question(asking, now));
      queries++;
    }
    return next.map(known -> known.candidate);
  }

  private boolean isBusy(long now, long patience) {
    int prompt = 0;
    for (Question question : underWay.values()) {
      prompt += now - question.askedAt < patience ? 1 : 0;
    }
    return prompt >= PARALLEL || underWay.size() >= PARALLEL + STALLED;
  }

  private int underWay(Path path) {
    int count = 0;
    for (Question question : underWay.values()) {
      count += question.path == path ? 1 : 0;
    }
    return count;
  }

  /** A node answered. */
  public void answered(Node node, List<Candidate> found) {
    Path path = ended(node, State.ANSWERED);
    List<Known> heard = heardOf(found);
    heard.forEach(all::add);
    if (paths.stream().anyMatch(Path::isEmpty)) { // few to begin with: all paths begin here
      for (int i = 0; i < heard.size(); i++) {
        paths.get(i % PATHS).add(heard.get(i));
      }
    } else if (path != all) {
      heard.forEach(path::add);
    }
  }

  /** A node did not answer. */
  public void failed(Node node) {
    ended(node, State.FAILED);
  }

  private Path ended(Node node, State state) {
    Question question = underWay.remove(Place.of(node));
    Known asked = known.get(Place.of(node));
    if (question == null || asked == null) {
      throw new IllegalStateException("BUG: nothing was asked of " + node.id());
    }
    asked.state = state;
    return question.path;
  }

  /** Whether no question is under way; after {@link #next} had none to ask, it is over. */
  public boolean isIdle() {
    return underWay.isEmpty();
  }

  /** When the next question has been under way for so long; {@link Long#MAX_VALUE} for none. */
  public long stalls(long now, long patience) {
    return underWay.values().stream()
        .mapToLong(question -> question.askedAt + patience)
        .filter(at -> at > now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The closest nodes that answered, at most 16, the closest first; each path has its share. */
  public List<Node> result() {
    List<List<Known>> answers = new ArrayList<>();
    paths.forEach(path -> answers.add(path.answered()));
    answers.add(all.answered());
    Map<NodeId, Node> taken = new LinkedHashMap<>();
    for (int i = 0; i < Table.BUCKET; i++) {
      for (List<Known> answer : answers) {
        answer.stream()
            .filter(known -> !taken.containsKey(known.id()))
            .findFirst()
            .filter(known -> taken.size() < Table.BUCKET)
            .ifPresent(known -> taken.put(known.id(), known.candidate.node()));
      }
    }
    return taken.values().stream()
        .sorted((a, b) -> target.id().compareDistance(a.id(), b.id()))
        .toList();
  }

  /** What a path knows already it may be told again by another one. */
  private List<Known> heardOf(List<Candidate> candidates) {
    List<Known> heard = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      Place place = Place.of(candidate.node());
      if (!place.node().equals(self) && (known.size() < HEARD_OF || known.containsKey(place))) {
        heard.add(known.computeIfAbsent(place, p -> new Known(candidate)));
      }
    }
    return heard;
  }
}
