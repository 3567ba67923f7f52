package io.devp2p.interop.suite.rlpx;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.interop.dialogue.RlpxDialogue;
import io.devp2p.interop.dialogue.RlpxText;
import io.devp2p.interop.dialogue.RlpxVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Endings;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Messages after Hello: p2p, Snappy, codes that belong to nobody. */
final class MessageCases {

  private static final String SNAPPY = "EIP-706";
  private static final String MULTIPLEXING = "rlpx.md, Message ID-based Multiplexing";

  private MessageCases() {}

  static List<Case<RlpxDialogue>> all() {
    return List.of(
        must(
            "Ping/Pong",
            "rlpx.md, Ping (0x02)",
            "Each Ping is answered by a Pong.",
            d -> {
              RlpxVoice voice = d.met();
              for (int i = 0; i < 5; i++) {
                d.answersPing(voice);
              }
            }),
        should(
            "Ping/Together",
            "rlpx.md, Ping (0x02)",
            "Five Pings at once have five Pongs.",
            d -> {
              RlpxVoice voice = d.met();
              for (int i = 0; i < 5; i++) {
                voice.say("Ping", RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
              }
              for (int i = 0; i < 5; i++) {
                voice.await(RlpxText.PONG);
              }
            }),
        must(
            "Pong/Unasked",
            "rlpx.md, Pong (0x03)",
            "A Pong that nobody waits for does no harm.",
            d -> {
              RlpxVoice voice = d.met();
              voice.say("Pong", RlpxText.PONG, RlpxDialogue.COMPRESSED_EMPTY_LIST);
              d.answersPing(voice);
            }),
        disconnect("Disconnect/List", "A Disconnect of a list", Bytes.of(2, 4, 0xc1, 0x08)),
        disconnect("Disconnect/Bare", "A Disconnect of a bare number", Bytes.of(1, 0, 0x08)),
        disconnect("Disconnect/Empty", "A Disconnect without reason", Bytes.of(1, 0, 0xc0)),
        disconnect(
            "Disconnect/UnknownReason",
            "A Disconnect of an unknown reason",
            Bytes.of(3, 8, 0xc2, 0x81, 0xfe)),
        ended(
            "Snappy/Bomb",
            SNAPPY,
            "A message that says it has more than 16 MiB is refused before it is uncompressed.",
            RlpxText.CAPABILITIES,
            Bytes.of(0xff, 0xff, 0xff, 0x7f, 0, 0xc0)),
        ended(
            "Snappy/LargestNumber",
            SNAPPY,
            "A message that says it has 4 GiB is refused.",
            RlpxText.CAPABILITIES,
            Bytes.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0xc0)),
        ended(
            "Snappy/LongerThanSaid",
            SNAPPY,
            "A message that is longer than it says is refused.",
            RlpxText.CAPABILITIES,
            Bytes.of(1, 4, 0xc1, 0x08)),
        ended(
            "Snappy/ShorterThanSaid",
            SNAPPY,
            "A message that is shorter than it says is refused.",
            RlpxText.CAPABILITIES,
            Bytes.of(9, 4, 0xc1, 0x08)),
        ended(
            "Snappy/CopyOfNothing",
            SNAPPY,
            "A message that copies what is not there is refused.",
            RlpxText.CAPABILITIES,
            Bytes.of(8, 0x11, 0x09, 0xc1)),
        ended(
            "Message/OfNobody",
            MULTIPLEXING,
            "A message whose code belongs to no capability is refused.",
            0x7f,
            RlpxDialogue.COMPRESSED_EMPTY_LIST));
  }

  private static Case<RlpxDialogue> disconnect(String id, String what, Bytes payload) {
    return within(
        Endings.LIMIT,
        must(
            id,
            "rlpx.md, Disconnect (0x01)",
            what + " ends the session.",
            d -> {
              RlpxVoice voice = d.met();
              d.answersPing(voice);
              voice.say("Disconnect", RlpxText.DISCONNECT, payload);
              voice.isEnded();
            }));
  }

  private static Case<RlpxDialogue> ended(
      String id, String source, String sentence, int code, Bytes payload) {
    return within(
        Endings.LIMIT,
        must(
            id,
            source,
            sentence,
            d -> {
              RlpxVoice voice = d.met();
              d.answersPing(voice);
              voice.say("message " + code, code, payload);
              voice.isEnded();
              d.isAlive();
            }));
  }
}
