package io.devp2p.interop.suite.v5;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.Case.within;
import static io.devp2p.interop.suite.v5.SessionCases.SESSIONS;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.V5Bystander;
import io.devp2p.interop.dialogue.V5Dialogue;
import io.devp2p.interop.dialogue.V5Text;
import io.devp2p.interop.dialogue.V5Voice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/** Questions for nodes and of applications, and what nodes a target is told of. */
final class QuestionCases {

  private static final String FINDNODE = "discv5-wire.md, FINDNODE Request (0x03)";
  private static final String NODES = "discv5-wire.md, NODES Response (0x04)";
  private static final String TALK = "discv5-wire.md, TALKREQ Request (0x05)";

  private static final int BYSTANDERS = 5;
  private static final int ATTEMPTS = 5;
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Duration UNTIL_PING = Duration.ofSeconds(60);

  private QuestionCases() {}

  /** Those of go-ethereum's suite that are about questions. */
  static List<Case<V5Dialogue>> ofGeth() {
    return List.of(
        must(
            "TalkRequest",
            TALK,
            "A TALKREQ of an unknown protocol has an empty answer, also without request id.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              for (Bytes id : List.of(voice.requestId(), Bytes.EMPTY)) {
                voice.say("TALKREQ", V5Text.talk(id, "test-protocol", Bytes.of(1)));
                V5Message.TalkResponse answer = voice.answer(id, V5Message.TalkResponse.class);
                Deviation.unless(answer.response().isEmpty(), "a TALKRESP of " + answer.response());
              }
            }),
        needing(
            Need.SECOND_ADDRESS,
            must(
                "FindnodeWrongIP",
                SESSIONS,
                "A FINDNODE in a session of another address is challenged, not answered.",
                d -> {
                  NodeKey key = d.key();
                  V5Voice first = d.voice(key);
                  first.meet();
                  V5Voice second = d.elsewhere(key).in(first.session());
                  second.challenged(second.say("FINDNODE", V5Text.findNode(Bytes.of(1), 0)));
                })),
        must(
            "FindnodeHandshake",
            "discv5-theory.md, Handshake",
            "A FINDNODE is answered only when the handshake is done, and then at once.",
            d -> {
              V5Voice voice = d.voice();
              Bytes id = voice.requestId();
              voice.open(V5Text.findNode(id, 0));
              voice.nodes(id);
            }),
        must(
            "FindnodeZeroDistance",
            FINDNODE,
            "The node at distance 0 is the target itself.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              List<NodeRecord> found = voice.findNode(0);
              Deviation.unless(
                  found.size() == 1 && found.getFirst().id().equals(d.targetId()),
                  "instead of its record came " + found);
            }),
        within(
            Duration.ofSeconds(90),
            must(
                "FindnodeResults",
                FINDNODE,
                "Nodes that introduced themselves are pinged, and told to others.",
                QuestionCases::results)),
        must(
            "UnsolicitedNodes",
            NODES,
            "Nodes that nobody asked for are neither spoken to nor told to others.",
            QuestionCases::unsolicited));
  }

  private static void results(V5Dialogue d) throws Exception {
    List<NodeRecord> all = new CopyOnWriteArrayList<>();
    List<V5Bystander> bystanders = new ArrayList<>();
    for (int i = 0; i < BYSTANDERS; i++) {
      V5Bystander bystander = d.bystander(() -> all);
      bystanders.add(bystander);
      all.add(bystander.record());
    }
    for (V5Bystander bystander : bystanders) {
      bystander.awaitPing(UNTIL_PING);
    }
    int[] distances =
        all.stream().mapToInt(r -> d.targetId().logDistance(r.id())).distinct().toArray();
    Set<NodeId> missing = new HashSet<>(all.stream().map(NodeRecord::id).toList());
    V5Voice voice = d.voice();
    voice.meet();
    for (int i = 0; i < ATTEMPTS && !missing.isEmpty(); i++) {
      if (i > 0) {
        d.pause(BETWEEN);
      }
      voice.findNode(distances).forEach(found -> missing.remove(found.id()));
    }
    Deviation.unless(missing.isEmpty(), missing.size() + " of them are never told to others");
  }

  private static void unsolicited(V5Dialogue d) throws Exception {
    V5Voice liar = d.voice();
    liar.meet();
    V5Voice made = d.settled();
    liar.say("NODES", V5Text.nodes(liar.requestId(), made.record().encoded()));
    V5Voice asker = d.voice();
    asker.meet();
    for (int i = 0; i < 3; i++) {
      List<NodeRecord> found = asker.findNode(d.targetId().logDistance(made.record().id()));
      Deviation.unless(
          found.stream().noneMatch(r -> r.id().equals(made.record().id())),
          "it tells a node that it was told of unasked");
    }
    made.silence();
  }

  /** Ours. */
  static List<Case<V5Dialogue>> ofOurs() {
    return List.of(
        must(
            "Findnode/RecordOfPong",
            "discv5-wire.md, PONG Response (0x02)",
            "The PONG tells the sequence number of the record.",
            d -> {
              V5Voice voice = d.voice();
              V5Message.Pong pong = voice.meet();
              NodeRecord record = voice.findNode(0).getFirst();
              Deviation.unless(
                  record.seq() == pong.enrSeq(),
                  "the PONG tells " + pong.enrSeq() + ", the record has " + record.seq());
            }),
        must(
            "Findnode/DistancesHold",
            FINDNODE,
            "All nodes of an answer are at a distance that was asked for, and each is there once.",
            d -> {
              for (int i = 0; i < BYSTANDERS; i++) {
                d.settled().meet();
              }
              V5Voice voice = d.voice();
              voice.meet();
              Set<Integer> asked = Set.of(256, 254);
              List<NodeRecord> found = voice.findNode(256, 254);
              Deviation.unless(
                  found.stream().allMatch(r -> asked.contains(d.targetId().logDistance(r.id()))),
                  "a node at another distance");
              Deviation.unless(
                  new HashSet<>(found.stream().map(NodeRecord::id).toList()).size() == found.size(),
                  "a node twice in one answer");
            }),
        should(
            "Findnode/RepeatedDistances",
            FINDNODE,
            "A distance that is asked for twice counts once.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              List<NodeRecord> found = voice.findNode(0, 0, 0);
              Deviation.unless(found.size() == 1, found.size() + " records");
            }),
        should(
            "Findnode/NoDistances",
            FINDNODE,
            "A FINDNODE for no distance is answered by no nodes.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              List<NodeRecord> found = voice.findNode();
              Deviation.unless(found.isEmpty(), found.size() + " records");
            }),
        robustness(
            "Findnode/ImpossibleDistances",
            FINDNODE,
            "Distances that no node can have do no harm.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              Bytes id = voice.requestId();
              voice.say("FINDNODE", V5Text.findNode(id, 257, 1000, Integer.MAX_VALUE));
              d.isAlive();
            }),
        robustness(
            "Findnode/AllDistances",
            FINDNODE,
            "A FINDNODE for all distances at once does no harm.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              Bytes id = voice.requestId();
              voice.say("FINDNODE", V5Text.findNode(id, IntStream.rangeClosed(0, 256).toArray()));
              d.isAlive();
            }),
        must(
            "Talk/Large",
            TALK,
            "A TALKREQ that fills its packet is answered.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              Bytes id = voice.requestId();
              voice.say("TALKREQ", V5Text.talk(id, "test-protocol", d.bytes(1100)));
              voice.answer(id, V5Message.TalkResponse.class);
            }),
        must(
            "Answers/Unsolicited",
            "discv5-wire.md, Protocol Messages",
            "Answers that nobody waits for have no answer, and the session goes on.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              voice.say("PONG", V5Text.pong(voice.requestId()));
              voice.say("TALKRESP", V5Text.talked(voice.requestId(), Bytes.of(1)));
              voice.say("NODES", V5Text.nodes(voice.requestId()));
              voice.noAnswer();
              voice.findNode(0);
            }));
  }
}
