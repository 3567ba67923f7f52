package io.devp2p.crawler;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which questions read the table of one node. In a small network each table is read whole, because
 * a node may stand in a single one. In a large one, where each node stands in many, questions are
 * spread at random and end with the first answer that brings nothing new.
 */
sealed interface Neighbors {

  /** Most questions to one node in one version. */
  int MOST = 24;

  /** Nodes in an answer at most, in both versions; fewer means that there are no more. */
  int FULL_ANSWER = 16;

  /** The next question; empty if there is none. */
  Optional<? extends Question> next();

  /** An answer has come; {@code fresh} of its nodes were not known before. */
  void answered(List<Node> nodes, int fresh);

  /** What to ask of a node. */
  sealed interface Question {
    /** Asks it. */
    CompletableFuture<List<Node>> ask(Discovery discovery, Node node);
  }

  /** FINDNODE of discv5. */
  record Distances(List<Integer> distances) implements Question {
    @Override
    public CompletableFuture<List<Node>> ask(Discovery discovery, Node node) {
      return discovery.findNode(node, distances.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** FindNode of discv4. */
  record Near(Target target) implements Question {
    @Override
    public CompletableFuture<List<Node>> ask(Discovery discovery, Node node) {
      return discovery.findNode(node, target);
    }
  }

  /** A distance as that of a random node is: 256 in one half of the cases, 255 in a quarter. */
  private static int randomDistance(RandomGenerator random) {
    return 256 - Math.min(Long.numberOfTrailingZeros(random.nextLong()), 12);
  }

  /** In discv5. */
  final class OfV5 implements Neighbors {

    /** A bucket this empty is followed by emptier ones, which are asked for together. */
    private static final int SPARSE = 5;

    /** Distances that nodes serve in one question at least. */
    private static final int PACKED = 3;

    /** Buckets down to this one are always asked for: one node in 8192 is nearer. */
    private static final int DEEP = 244;

    private final RandomGenerator random;
    private final boolean whole;
    private final Set<Integer> asked = new HashSet<>();
    private int distance = 256;
    private int width = 1;
    private boolean ended;

    OfV5(RandomGenerator random, boolean whole) {
      this.random = random;
      this.whole = whole;
    }

    @Override
    public Optional<Distances> next() {
      if (ended || asked.size() >= MOST) {
        return Optional.empty();
      }
      if (!whole) {
        distance = Neighbors.randomDistance(random);
      }
      List<Integer> distances = IntStream.range(0, width).mapToObj(i -> distance - i).toList();
      return Optional.of(new Distances(distances));
    }

    @Override
    public void answered(List<Node> nodes, int fresh) {
      boolean repeated = !asked.add(distance);
      if (whole) {
        distance -= width;
        ended = nodes.isEmpty() && distance < DEEP;
        width = nodes.size() < SPARSE ? PACKED : 1;
      } else {
        ended = fresh == 0 || repeated;
      }
    }
  }

  /**
   * In discv4. Each question costs both sides several signatures, so that even in a small network a
   * node that only repeats what is known is left alone soon; a table of at most 16 nodes is read
   * whole by the first question.
   */
  final class OfV4 implements Neighbors {

    /** Answers without news after which a node is left alone. */
    private static final int STALE = 2;

    private final PublicKey key;
    private final NodeId self;
    private final RandomGenerator random;
    private final boolean whole;
    private int questions;
    private int stale;
    private int distance;
    private int nearest = 256;
    private boolean ended;

    OfV4(PublicKey key, RandomGenerator random, boolean whole) {
      this.key = key;
      this.self = NodeId.of(key);
      this.random = random;
      this.whole = whole;
    }

    @Override
    public Optional<Near> next() {
      return ended || questions >= MOST ? Optional.empty() : Optional.of(new Near(target()));
    }

    private Target target() {
      if (!whole) {
        return Target.random(random);
      }
      return questions == 0 ? Target.of(key) : at(distance);
    }

    /** A target in the bucket of that distance: it takes 2 to the (257 - distance) hashes. */
    private Target at(int wanted) {
      Target target = Target.random(random);
      while (target.id().logDistance(self) != wanted) {
        target = Target.random(random);
      }
      return target;
    }

    @Override
    public void answered(List<Node> nodes, int fresh) {
      questions++;
      stale = fresh == 0 ? stale + 1 : 0;
      if (!whole) {
        ended = fresh == 0;
      } else if (questions == 1) {
        // The nodes closest to itself: all buckets below the farthest of them are known now.
        nearest = nodes.stream().mapToInt(n -> n.id().logDistance(self)).max().orElse(256);
        distance = 256;
        ended = nodes.size() < FULL_ANSWER;
      } else {
        distance--;
        ended = distance < nearest || stale >= STALE;
      }
    }
  }
}
