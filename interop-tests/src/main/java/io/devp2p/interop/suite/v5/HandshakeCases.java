package io.devp2p.interop.suite.v5;

import static io.devp2p.interop.suite.Case.must;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.V5Dialogue;
import io.devp2p.interop.dialogue.V5Shake;
import io.devp2p.interop.dialogue.V5Text;
import io.devp2p.interop.dialogue.V5Voice;
import io.devp2p.interop.suite.Case;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;

/** Handshakes that are wrong: none of them begins a session. */
final class HandshakeCases {

  private static final String HANDSHAKE = "discv5-wire.md, Handshake Message Packet (flag = 2)";
  private static final String PROOF = "discv5-theory.md, Identity-Proof Computation";

  private HandshakeCases() {}

  static List<Case<V5Dialogue>> all() {
    return List.of(
        refused(
            "Handshake/WrongSignature",
            PROOF,
            "A proof of identity that is wrong in one bit proves nothing.",
            (d, shake) -> shake.signature(s -> V5PacketCases.flipped(s, 63))),
        refused(
            "Handshake/EmptySignature",
            PROOF,
            "A proof of identity of zeros proves nothing.",
            (d, shake) -> shake.signature(s -> Bytes.repeat((byte) 0, 64))),
        refused(
            "Handshake/OtherEphemeralKey",
            PROOF,
            "The proof covers the ephemeral key.",
            (d, shake) -> shake.ephemeral(k -> d.key().publicKey().compressed())),
        refused(
            "Handshake/EphemeralKeyOffCurve",
            HANDSHAKE,
            "An ephemeral key that is no point is refused.",
            (d, shake) ->
                shake.ephemeral(
                    k -> Bytes.concatenate(Bytes.of(2), Bytes.repeat((byte) 0xff, 32)))),
        refused(
            "Handshake/NoRecord",
            HANDSHAKE,
            "Who is not known must send its record.",
            (d, shake) -> shake.withoutRecord()),
        refused(
            "Handshake/RecordOfOther",
            HANDSHAKE,
            "The record must be that of the sender.",
            (d, shake) -> shake.record(NodeRecord.builder().sign(d.key(), 1).encoded())),
        refused(
            "Handshake/TamperedRecord",
            HANDSHAKE,
            "A record whose signature is wrong in one bit is refused.",
            (d, shake) -> shake.record(V5PacketCases.flipped(shake.record().orElseThrow(), 20))),
        refused(
            "Handshake/RecordIsGarbage",
            HANDSHAKE,
            "Bytes that are no record are refused.",
            (d, shake) -> shake.record(d.bytes(100))),
        refused(
            "Handshake/TamperedMessage",
            HANDSHAKE,
            "A handshake whose message cannot be read begins no session.",
            (d, shake) -> shake.message(m -> V5PacketCases.flipped(m, m.size() - 1))),
        must(
            "Handshake/Unasked",
            "discv5-theory.md, Handshake",
            "A handshake that was not asked for is dropped.",
            d -> {
              V5Voice voice = d.voice();
              Bytes data = d.bytes(63);
              V5Packet.Whoareyou made = new V5Packet.Whoareyou(d.bytes(12), d.bytes(16), 0, data);
              voice.shake(made, voice.shake(), V5Text.ping(voice.requestId()));
              voice.noAnswer();
            }),
        must(
            "Handshake/Replayed",
            "discv5-theory.md, Handshake",
            "A handshake counts once.",
            d -> {
              V5Voice voice = d.voice();
              Bytes id = voice.requestId();
              Bytes datagram =
                  voice.shake(voice.challenged(voice.unreadable()), voice.shake(), V5Text.ping(id));
              voice.answer(id, V5Message.Pong.class);
              voice.send("handshake again", datagram);
              voice.noAnswer();
            }),
        must(
            "Handshake/OfOtherSocket",
            "discv5-theory.md, Handshake",
            "A challenge is answered from where it was sent to.",
            d -> {
              NodeKey key = d.key();
              V5Voice voice = d.voice(key);
              V5Packet.Whoareyou challenge = voice.challenged(voice.unreadable());
              V5Voice other = d.voice(key);
              other.shake(challenge, other.shake(), V5Text.ping(other.requestId()));
              other.noAnswer();
            }));
  }

  /** A PING in such a handshake has no PONG, and none afterwards; a right one has. */
  private static Case<V5Dialogue> refused(
      String id, String source, String sentence, BiFunction<V5Dialogue, V5Shake, V5Shake> change) {
    return must(
        id,
        source,
        sentence,
        d -> {
          V5Voice voice = d.voice();
          V5Shake wrong = change.apply(d, voice.shake());
          voice.shake(voice.challenged(voice.unreadable()), wrong, V5Text.ping(voice.requestId()));
          voice.noAnswer();
          voice.say("PING", V5Text.ping(voice.requestId()));
          voice.noAnswer();
          try {
            d.voice().meet();
          } catch (Deviation harmed) {
            throw new Deviation("afterwards another node cannot meet it: " + harmed.getMessage());
          }
        });
  }
}
