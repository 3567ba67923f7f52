package io.devp2p.interop.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.NetworkException;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.interop.peers.Asker;
import io.devp2p.interop.peers.Claims;
import io.devp2p.interop.peers.IpFamily;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.peers.Verb;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;

/**
 * One version of discovery between two nodes. Who can be told to ask is told; of the others a node
 * that nobody knows asks whom they have in their table, which has only those who answered.
 */
final class PairDiscovery {

  private static final int LIMIT_SECONDS = 15;
  private static final String PROTOCOL = "matrix";
  private static final Bytes REQUEST = Bytes.of(1, 2, 3);

  private final Claims asks;
  private final Claims answers;
  private final Version version;
  private final Group group;
  private final RunningPeer here;
  private final RunningPeer there;
  private final Tries tries;

  PairDiscovery(
      Claims asks,
      Claims answers,
      Version version,
      RunningPeer here,
      RunningPeer there,
      Tries tries) {
    this.asks = asks;
    this.answers = answers;
    this.version = version;
    this.group = version == Version.V4 ? Group.DISCV4 : Group.DISCV5;
    this.here = here;
    this.there = there;
    this.tries = tries;
  }

  void fill() throws InterruptedException, NetworkException.Unreachable {
    Optional<Asker> asker = here.asker(version);
    for (Verb verb : Verb.values()) {
      if (asker.filter(a -> a.verbs().contains(verb)).isPresent()
          && asks.asks(version).contains(verb)
          && answers.answers(version).contains(verb)) {
        tries.check(group, verb.name(), sentence(verb), () -> told(asker.orElseThrow(), verb));
      }
    }
    if (asks.asks(version).contains(Verb.LOOKUP)) { // those that join of themselves
      tries.check(
          group,
          "join",
          "Who has the other as bootnode names it to a third: it has had its PONG.",
          this::joined);
    }
  }

  private static String sentence(Verb verb) {
    return switch (verb) {
      case PING -> "Told to ping the other, it has the PONG.";
      case RECORD -> "Told to ask for the record of the other, it has that.";
      case FIND -> "Told to ask the other for nodes, it has an answer.";
      case TALK -> "Told to send a TALKREQ, it has the response.";
      case LOOKUP -> throw new IllegalStateException("BUG: lookups are not told");
    };
  }

  private String told(Asker asker, Verb verb) throws Exception {
    Node node = there.node();
    return switch (verb) {
      case PING -> {
        asker.ping(node).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        yield "PONG";
      }
      case RECORD -> {
        NodeId id = asker.requestRecord(node).get(LIMIT_SECONDS, TimeUnit.SECONDS).id();
        Expect.equal("the id of the record", id, node.id());
        yield "its record";
      }
      case FIND ->
          asker.findNode(node, here.node()).get(LIMIT_SECONDS, TimeUnit.SECONDS).size() + " nodes";
      case TALK -> {
        Bytes response = asker.talk(node, PROTOCOL, REQUEST).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Bytes echo = Bytes.concatenate(Bytes.wrap(PROTOCOL.getBytes(UTF_8)), REQUEST);
        if (!response.isEmpty()) { // what nodes say that have no such protocol
          Expect.equal("the response", response, echo);
        }
        yield "TALKRESP of " + response.size() + " bytes";
      }
      case LOOKUP -> throw new IllegalStateException("BUG: lookups are not told");
    };
  }

  private String joined() throws Exception {
    NodeId wanted = there.node().id();
    try (Discovery third =
        Neighbourhood.stranger(
            IpFamily.IPV4, c -> c.v4(version == Version.V4).v5(version == Version.V5))) {
      return Expect.eventually(
          "the bootnode among those it knows",
          () ->
              known(third).stream()
                  .filter(node -> node.id().equals(wanted))
                  .findFirst()
                  .map(node -> "names " + node.endpoint().udpAddress()));
    }
  }

  /** A node may be busy, and forgets whom it has not pinged for a while. */
  private List<Node> known(Discovery third) {
    Node asked = here.node();
    Node wanted = there.node();
    try {
      return version == Version.V4
          ? third.findNode(asked, Target.of(wanted.key())).join()
          : third.findNode(asked, asked.id().logDistance(wanted.id())).join();
    } catch (CompletionException lost) {
      if (lost.getCause() instanceof NetworkException) {
        return List.of();
      }
      throw lost;
    }
  }
}
