package io.devp2p.interop.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.NetworkException;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Asker;
import io.devp2p.interop.peers.Claims;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.peers.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.apache.tuweni.bytes.Bytes;

/** The cells of one version of discovery. */
final class DiscoveryCells {

  private static final Bytes REQUEST = Bytes.of(1, 2, 3);

  /** Our answer shows that the request was read: it is the request backwards. */
  private static final String PROTOCOL = "backwards";

  private final Claims claims;
  private final Version version;
  private final Neighbourhood ours;
  private final RunningPeer theirs;
  private final IpFamily family;
  private final Cells cells;

  DiscoveryCells(
      Claims claims,
      Version version,
      Neighbourhood ours,
      RunningPeer theirs,
      IpFamily family,
      Cells cells) {
    this.claims = claims;
    this.version = version;
    this.ours = ours;
    this.theirs = theirs;
    this.family = family;
    this.cells = cells;
  }

  void fill() {
    for (Verb verb : Verb.values()) {
      if (verb == Verb.TALK && version == Version.V4) {
        continue;
      }
      String feature = "disc" + version.toString().toLowerCase(Locale.ROOT) + " " + verb;
      // In this order: our lookup goes where theirs is looked for.
      fill(Direction.THEIRS_TO_OURS, feature, verb, claims.asks(version));
      fill(Direction.OURS_TO_THEIRS, feature, verb, claims.answers(version));
    }
  }

  private void fill(Direction direction, String feature, Verb verb, Set<Verb> claimed) {
    Optional<Asker> asker = theirs.asker(version).filter(a -> a.verbs().contains(verb));
    if (!claimed.contains(verb)) {
      cells.notOffered(direction, feature);
    } else if (direction == Direction.OURS_TO_THEIRS) {
      cells.check(direction, feature, () -> twice(() -> weAsk(verb)));
    } else if (asker.isPresent()) {
      cells.check(direction, feature, () -> told(asker.get(), verb));
    } else if (isSeen(verb)) {
      cells.check(direction, feature, () -> seen(verb));
    } else {
      cells.notOffered(direction, feature);
    }
  }

  /** Whether a node always does it of itself: it asks for a record only if it has none yet. */
  private static boolean isSeen(Verb verb) {
    return verb != Verb.TALK && verb != Verb.RECORD;
  }

  /**
   * A request of ours may get lost once: where both sides begin a session of discv5 at a time, one
   * of them answers by keys that the other has just replaced.
   */
  private static String twice(Callable<String> request) throws Exception {
    try {
      return request.call();
    } catch (CompletionException lost) {
      if (lost.getCause() instanceof NetworkException.TimedOut) {
        return request.call() + ", at the second try";
      }
      throw lost;
    }
  }

  private String weAsk(Verb verb) throws Exception {
    Discovery asker = ours.known();
    Node node = theirs.node();
    return switch (verb) {
      case PING -> {
        var pong = asker.ping(version, node).join();
        Expect.equal("our address in the PONG", pong.observed(), asker.localAddress());
        yield "PONG with our address " + pong.observed();
      }
      case RECORD -> {
        NodeRecord record = asker.requestRecord(version, node).join();
        Expect.equal("the id of the record", record.id(), node.id());
        yield "record with seq " + record.seq();
      }
      case FIND -> weFind(asker, node);
      case LOOKUP -> weLookUp();
      case TALK -> {
        Bytes response = asker.talk(node, PROTOCOL, REQUEST).join();
        Bytes echo = Bytes.concatenate(Bytes.wrap(PROTOCOL.getBytes(UTF_8)), REQUEST);
        if (!response.isEmpty()) { // what nodes say that have no such protocol
          Expect.equal("the response", response, echo);
        }
        yield "TALKRESP of " + response.size() + " bytes";
      }
    };
  }

  private String weFind(Discovery asker, Node node) {
    if (version == Version.V4) {
      int found = asker.findNode(node, Target.of(node.key())).join().size();
      return found + " nodes";
    }
    List<Node> found = asker.findNode(node, 0).join();
    Expect.contains("the node itself", found.stream().map(Node::id).toList(), node.id());
    return "NODES with its record";
  }

  /** Somebody who knows nobody but the peer finds our node, which the peer has as bootnode. */
  private String weLookUp() throws Exception {
    Node wanted = Node.of(ours.known().self()).orElseThrow();
    try (Discovery stranger =
        Neighbourhood.stranger(
            family,
            c ->
                c.v4(version == Version.V4)
                    .v5(version == Version.V5)
                    .bootnodes(List.of(theirs.node())))) {
      var target = Target.of(wanted.key());
      return Expect.eventually(
          "our node by way of the peer",
          () ->
              stranger.lookup(target).join().stream()
                  .filter(node -> node.id().equals(wanted.id()))
                  .findFirst()
                  .map(node -> "found " + node.endpoint().udpAddress()));
    }
  }

  /** What the peer does when it is told to. */
  private String told(Asker asker, Verb verb) throws Exception {
    Node node = Node.of(ours.known().self()).orElseThrow();
    return switch (verb) {
      case PING -> {
        asker.ping(node).join();
        yield "has our PONG";
      }
      case RECORD -> {
        // It has the record of before, and only a request brings the one of now.
        NodeRecord now = ours.known().updateSelf(r -> r).join();
        Expect.equal("our record", asker.requestRecord(node).join(), now);
        yield "has our record with seq " + now.seq();
      }
      case FIND -> {
        Node hidden = Node.of(ours.hidden().self()).orElseThrow();
        Expect.contains("the node we know", asker.findNode(node, hidden).join(), hidden.id());
        yield "has the node we know";
      }
      case TALK -> {
        ours.known().onTalk(PROTOCOL, (from, address, request) -> request.reverse());
        ours.known().buckets().join(); // answered after the protocol is served
        Bytes response = asker.talk(node, PROTOCOL, REQUEST).join();
        Expect.equal("our response", response, REQUEST.reverse());
        yield "has our response";
      }
      case LOOKUP -> throw new IllegalStateException("BUG: lookups are seen, not told");
    };
  }

  /** What the peer does of itself with its bootnode, which is our node. */
  private String seen(Verb verb) throws Exception {
    return switch (verb) {
      case PING -> received(ours.known(), "PING");
      case FIND -> received(ours.known(), "FINDNODE");
      case LOOKUP ->
          version == Version.V4
              ? received(ours.hidden(), "PING")
              : received(ours.hidden(), "HANDSHAKE");
      case RECORD, TALK -> throw new IllegalStateException("BUG: not done of itself: " + verb);
    };
  }

  private String received(Discovery node, String message) throws Exception {
    String counter = message + "/" + version.toString().toLowerCase(Locale.ROOT);
    return Expect.eventually(
        counter,
        () ->
            Optional.ofNullable(node.stats().received().get(counter))
                .map(count -> count + " x " + message));
  }
}
