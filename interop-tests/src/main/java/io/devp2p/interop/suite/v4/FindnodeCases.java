package io.devp2p.interop.suite.v4;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.v4.V4Scripts.EIP8;
import static io.devp2p.interop.suite.v4.V4Scripts.EXPIRATION;
import static io.devp2p.interop.suite.v4.V4Scripts.PROOF;
import static io.devp2p.interop.suite.v4.V4Scripts.extra;
import static io.devp2p.interop.suite.v4.V4Scripts.ignoredOnceBonded;
import static io.devp2p.interop.suite.v4.V4Scripts.negative;

import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Form;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/** Questions for neighbors, and what neighbors a target is told of. */
final class FindnodeCases {

  private static final String FINDNODE = "discv4.md, FindNode Packet (0x03)";
  private static final String NEIGHBORS = "discv4.md, Neighbors Packet (0x04)";

  /** Records of a whole answer (discv4.md: k closest). */
  private static final int BUCKET = 16;

  private static final Bytes ELSEWHERE = Bytes.of(1, 2, 3, 4);
  private static final int PORT = 30303;

  private FindnodeCases() {}

  /** Those of go-ethereum's suite. */
  static List<Case<V4Dialogue>> ofGeth() {
    return List.of(
        must(
            "Findnode/WithoutEndpointProof",
            PROOF,
            "A FindNode of an endpoint that has not been proven is dropped.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.findNode());
              voice.silenceBut(Set.of(V4Packet.Ping.class), V4Voice.SILENCE);
            }),
        must(
            "Findnode/BasicFindnode",
            FINDNODE,
            "A FindNode of a proven endpoint is answered at once, by none if there are none.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              voice.send(voice.findNode());
              voice.next(V4Packet.Neighbors.class);
            }),
        must(
            "Findnode/UnsolicitedNeighbors",
            NEIGHBORS,
            "Neighbors that nobody asked for are not passed on.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              Bytes made = d.key().publicKey().bytes();
              voice.send(voice.neighbors(V4Voice.entry(ELSEWHERE, PORT, made)));
              voice.send(voice.findNode(made));
              V4Packet.Neighbors answer = voice.next(V4Packet.Neighbors.class);
              Deviation.unless(
                  answer.nodes().stream().noneMatch(node -> node.key().bytes().equals(made)),
                  "it passes on a node that it was told of unasked");
            }),
        must(
            "Findnode/PastExpiration",
            EXPIRATION,
            "A FindNode whose expiration is a negative number is dropped.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              voice.send(voice.findNode().with(1, negative()));
              for (var heard = voice.hear(); heard.isPresent(); heard = voice.hear()) {
                Deviation.unless(
                    !(heard.get().packet() instanceof V4Packet.Neighbors),
                    "NEIGHBORS for a FINDNODE that has expired");
              }
            }));
  }

  /** Ours. */
  static List<Case<V4Dialogue>> ofOurs() {
    return List.of(
        must(
            "Findnode/ExtraData",
            EIP8,
            "Further elements and bytes of a FindNode are passed over.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              voice.send(voice.findNode().plus(extra()).tail(Bytes.of(1, 2, 3)));
              voice.await(V4Packet.Neighbors.class);
            }),
        must(
            "Findnode/JustExpired",
            EXPIRATION,
            "A FindNode that has expired is dropped.",
            ignoredOnceBonded(voice ->
                List.of(
                    voice.findNode().with(1, Items.uint(V4Voice.inSeconds(-2))),
                    voice.findNode().with(1, Items.uint(0))))),
        must(
            "Findnode/MalformedTarget",
            FINDNODE,
            "A FindNode whose target has not 64 bytes is dropped.",
            ignoredOnceBonded(voice ->
                List.of(
                    voice.findNode(Bytes.EMPTY),
                    voice.findNode(Bytes.repeat((byte) 1, 63)),
                    voice.findNode(Bytes.repeat((byte) 1, 65)),
                    voice.findNode().with(0, Items.list()),
                    voice.findNode().cut(1)))),
        must(
            "Findnode/AnswersBounded",
            NEIGHBORS,
            "An answer has at most 16 nodes, each once, in packets of at most 1280 bytes.",
            FindnodeCases::answersBounded),
        robustness(
            "Neighbors/Malformed",
            NEIGHBORS,
            "Neighbors with impossible nodes do no harm.",
            FindnodeCases::impossibleNeighbors));
  }

  /** Enough nodes for a full answer introduce themselves first; a target need not pass them on. */
  private static void answersBounded(V4Dialogue d) throws Exception {
    for (int i = 0; i < 20; i++) {
      d.voice().bond();
    }
    V4Voice voice = d.voice();
    voice.bond();
    List<NodeId> ids = new ArrayList<>();
    for (V4Packet.Neighbors part : voice.neighborsOf(voice.key().publicKey().bytes())) {
      part.nodes().stream().map(Node::id).forEach(ids::add);
    }
    Deviation.unless(ids.size() <= BUCKET, ids.size() + " nodes in one answer");
    Deviation.unless(new HashSet<>(ids).size() == ids.size(), "a node twice in one answer");
  }

  private static void impossibleNeighbors(V4Dialogue d) throws Exception {
    V4Voice voice = d.voice();
    voice.bond();
    Bytes id = d.key().publicKey().bytes();
    List<V4Form> forms = new ArrayList<>();
    for (Bytes ip : List.of(Bytes.EMPTY, Bytes.of(1, 2, 3), Bytes.repeat((byte) 9, 17))) {
      forms.add(voice.neighbors(V4Voice.entry(ip, PORT, id)));
    }
    forms.add(voice.neighbors(V4Voice.entry(ELSEWHERE, 0, id)));
    forms.add(voice.neighbors(V4Voice.entry(ELSEWHERE, 65_536, id)));
    forms.add(voice.neighbors(V4Voice.entry(ELSEWHERE, PORT, Bytes.repeat((byte) 0, 64))));
    forms.add(voice.neighbors(V4Voice.entry(ELSEWHERE, PORT, id.slice(1))));
    forms.add(voice.neighbors(V4Voice.entry(ELSEWHERE, PORT, d.target().key().bytes())));
    forms.add(voice.neighbors(Items.list(), Items.bytes(Bytes.of(1)), Items.uint(7)));
    forms.add(voice.neighbors().with(0, Items.uint(1)));
    forms.add(voice.neighbors().cut(1));
    for (V4Form form : forms) {
      voice.send(form);
    }
    d.isIgnored(voice);
  }
}
