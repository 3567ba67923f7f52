package io.devp2p.interop.suite.rlpx;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.interop.dialogue.RlpxDialogue;
import io.devp2p.interop.dialogue.RlpxText;
import io.devp2p.interop.dialogue.RlpxVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Endings;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;

/** The first packet: {@code size 2 || ephemeral key 65 || IV 16 || ciphertext || MAC 32}. */
final class AuthCases {

  static final String AUTH = "rlpx.md, Initial Handshake; EIP-8";

  private static final int KEY = 2;
  private static final int IV = 67;
  private static final int CIPHERTEXT = 83;

  private AuthCases() {}

  static List<Case<RlpxDialogue>> all() {
    return List.of(
        must(
            "Auth/Whole",
            AUTH,
            "An auth is answered by an ack, and a Hello follows.",
            d -> d.shaken().await(RlpxText.HELLO)),
        must(
            "Auth/ByteByByte",
            AUTH,
            "An auth may come in any pieces.",
            d -> {
              RlpxVoice voice = d.voice();
              voice.drip("auth", voice.auth());
              voice.acknowledged();
              voice.await(RlpxText.HELLO);
            }),
        refused(
            "Auth/KeyOffCurve", "An ephemeral key that is no point is refused.", flip(KEY + 20)),
        refused("Auth/KeyForm", "An ephemeral key of another form is refused.", flip(KEY)),
        refused("Auth/Iv", "The MAC covers the IV.", flip(IV)),
        refused("Auth/Ciphertext", "The MAC covers the ciphertext.", flip(CIPHERTEXT)),
        refused(
            "Auth/Mac",
            "A MAC that is wrong in one bit is refused.",
            auth -> flipped(auth, auth.size() - 1)),
        refused(
            "Auth/SizeIsCovered",
            "The MAC covers the size.",
            auth ->
                Bytes.concatenate(
                    Bytes.ofUnsignedShort(auth.size() - 2 + 16),
                    auth.slice(2),
                    Bytes.repeat((byte) 0, 16))),
        refused("Auth/SizeZero", "An auth of no bytes is refused.", auth -> Bytes.of(0, 0)),
        refused(
            "Auth/SizeSmall",
            "An auth that can hold nothing is refused.",
            auth -> Bytes.concatenate(Bytes.of(0, 64), Bytes.repeat((byte) 4, 64))),
        refused("Auth/Garbage", "Random bytes are refused.", auth -> auth.reverse()),
        within(
            Endings.LIMIT,
            must(
                "Auth/ForOther",
                AUTH,
                "An auth for another key is refused.",
                d -> {
                  RlpxVoice voice = d.voiceForOther();
                  voice.send("auth for another key", voice.auth(), Bytes.EMPTY);
                  voice.isEnded();
                })),
        within(
            Endings.LIMIT,
            robustness(
                "Auth/Unfinished",
                AUTH,
                "Who ends in the middle of an auth does not stay connected.",
                d -> {
                  RlpxVoice voice = d.voice();
                  voice.send("half an auth", voice.auth().slice(0, 150), Bytes.EMPTY);
                  voice.end();
                  voice.isEnded();
                  d.isAlive();
                })),
        within(
            Endings.LIMIT,
            robustness(
                "Auth/Silence",
                AUTH,
                "Who says nothing does not stay connected.",
                d -> d.voice().isEnded())));
  }

  private static UnaryOperator<Bytes> flip(int index) {
    return auth -> flipped(auth, index);
  }

  static Bytes flipped(Bytes bytes, int index) {
    MutableBytes changed = bytes.mutableCopy();
    changed.set(index, (byte) (changed.get(index) ^ 1));
    return changed;
  }

  private static Case<RlpxDialogue> refused(
      String id, String sentence, UnaryOperator<Bytes> change) {
    return within(
        Endings.LIMIT,
        must(
            id,
            AUTH,
            sentence,
            d -> {
              RlpxVoice voice = d.voice();
              voice.send("changed auth", change.apply(voice.auth()), Bytes.EMPTY);
              voice.isEnded();
              d.isAlive();
            }));
  }
}
