package io.devp2p.interop.suite.rlpx;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.within;

import io.devp2p.interop.dialogue.RlpxDialogue;
import io.devp2p.interop.dialogue.RlpxText;
import io.devp2p.interop.dialogue.RlpxVoice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Endings;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/** Frames: {@code header 16 || header MAC 16 || body || body MAC 16}. */
final class FrameCases {

  private static final String FRAMING = "rlpx.md, Framing";
  private static final String MAC = "rlpx.md, MAC";

  private static final int HEADER_MAC = 16;
  private static final int BODY = 32;

  private FrameCases() {}

  static List<Case<RlpxDialogue>> all() {
    return List.of(
        must(
            "Frame/ByteByByte",
            FRAMING,
            "A frame may come in any pieces.",
            d -> {
              RlpxVoice voice = d.shaken();
              voice.drip("Hello", voice.frame(RlpxText.HELLO, d.hello(voice).encoded()));
              d.exchangeStatus(voice);
              d.answersPing(voice);
            }),
        must(
            "Frame/Together",
            FRAMING,
            "Several frames may come together.",
            d -> {
              RlpxVoice voice = d.met();
              Bytes ping = voice.frame(RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
              Bytes again = voice.frame(RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
              voice.send("two Pings", Bytes.concatenate(ping, again), Bytes.EMPTY);
              voice.await(RlpxText.PONG);
              voice.await(RlpxText.PONG);
            }),
        inHello("Frame/HeaderOfHello", "The MAC covers the header.", f -> flipped(f, 0)),
        inHello(
            "Frame/HeaderMacOfHello", "A wrong header MAC ends it.", f -> flipped(f, HEADER_MAC)),
        inHello("Frame/BodyOfHello", "The MAC covers the body.", f -> flipped(f, BODY)),
        inHello("Frame/BodyMacOfHello", "A wrong body MAC ends it.", f -> flipped(f, f.size() - 1)),
        later("Frame/HeaderLater", "The MAC covers each header.", f -> flipped(f, 0)),
        later("Frame/HeaderMacLater", "A wrong header MAC ends it.", f -> flipped(f, HEADER_MAC)),
        later("Frame/BodyLater", "The MAC covers each body.", f -> flipped(f, BODY)),
        later("Frame/BodyMacLater", "A wrong body MAC ends it.", f -> flipped(f, f.size() - 1)),
        within(
            Endings.LIMIT,
            must(
                "Frame/Replayed",
                MAC,
                "A frame that comes again ends the session.",
                d -> {
                  RlpxVoice voice = d.met();
                  Bytes ping = voice.frame(RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
                  voice.send("Ping", ping, Bytes.EMPTY);
                  voice.await(RlpxText.PONG);
                  voice.send("Ping again", ping, Bytes.EMPTY);
                  voice.isEnded();
                })));
  }

  private static Bytes flipped(Bytes bytes, int index) {
    return AuthCases.flipped(bytes, index);
  }

  private static Case<RlpxDialogue> inHello(
      String id, String sentence, UnaryOperator<Bytes> change) {
    return within(
        Endings.LIMIT,
        must(
            id,
            MAC,
            sentence,
            d -> {
              RlpxVoice voice = d.shaken();
              Bytes frame = voice.frame(RlpxText.HELLO, d.hello(voice).encoded());
              voice.send("changed Hello", change.apply(frame), Bytes.EMPTY);
              voice.isEnded();
            }));
  }

  /** After some frames that were right. */
  private static Case<RlpxDialogue> later(String id, String sentence, UnaryOperator<Bytes> change) {
    return within(
        Endings.LIMIT,
        must(
            id,
            MAC,
            sentence,
            d -> {
              RlpxVoice voice = d.met();
              d.answersPing(voice);
              d.answersPing(voice);
              Bytes frame = voice.frame(RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
              voice.send("changed Ping", change.apply(frame), Bytes.EMPTY);
              voice.isEnded();
            }));
  }
}
