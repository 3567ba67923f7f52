package io.devp2p.interop.suite.v4;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.v4.V4Scripts.PROOF;

import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What proves an endpoint, and what does not. */
final class ProofCases {

  private static final String PONG = "discv4.md, Pong Packet (0x02)";

  /** A target may take its time to try a question before it drops it. */
  private static final Duration SETTLED = Duration.ofMillis(150);

  private ProofCases() {}

  /** Those of go-ethereum's suite. */
  static List<Case<V4Dialogue>> ofGeth() {
    return List.of(
        must(
            "Amplification/InvalidPongHash",
            PONG,
            "A Pong that names another Ping proves nothing.",
            d -> {
              V4Voice voice = d.voice();
              voice.meet();
              voice.send(voice.pong(Bytes.repeat((byte) 0, 32)));
              voice.send(voice.findNode());
              Deviation.unless(
                  voice.hear().filter(h -> h.packet() instanceof V4Packet.Neighbors).isEmpty(),
                  "NEIGHBORS for an endpoint that has not been proven");
            }),
        needing(
            Need.SECOND_ADDRESS,
            must(
                "Amplification/WrongIP",
                PROOF,
                "An endpoint that was proven at one address gets nothing at another.",
                d -> {
                  V4Voice voice = d.voice();
                  voice.bond();
                  V4Voice other = d.elsewhere(voice.key());
                  other.send(other.findNode());
                  other.silence();
                })));
  }

  /** Ours: Pongs that prove nothing. */
  static List<Case<V4Dialogue>> ofOurs() {
    return List.of(
        must(
            "Pong/Unsolicited",
            PONG,
            "A Pong that nobody waits for proves nothing.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.pong(d.bytes(32)));
              provesNothing(voice);
            }),
        should(
            "Pong/Expired",
            "discv4.md, Wire Protocol, expiration",
            "A Pong that has expired proves nothing.",
            d -> {
              V4Voice voice = d.voice();
              Bytes hash = voice.meet().ping().hash();
              voice.send(voice.pong(hash).with(2, Items.uint(V4Voice.inSeconds(-2))));
              provesNothing(voice);
            }),
        must(
            "Pong/OfOtherKey",
            PROOF,
            "A Pong by another key proves nothing for the node that was pinged.",
            d -> {
              V4Voice voice = d.voice();
              Bytes hash = voice.meet().ping().hash();
              V4Voice other = voice.withKey(d.key());
              other.send(other.pong(hash));
              provesNothing(voice);
            }),
        needing(
            Need.SECOND_ADDRESS,
            must(
                "Pong/FromOtherIP",
                PROOF,
                "A Pong from another address proves neither that address nor the pinged one.",
                d -> {
                  V4Voice voice = d.voice();
                  Bytes hash = voice.meet().ping().hash();
                  V4Voice other = d.elsewhere(voice.key());
                  other.send(other.pong(hash));
                  provesNothing(other);
                  provesNothing(voice);
                })));
  }

  private static void provesNothing(V4Voice voice) throws Exception {
    voice.send(voice.findNode());
    voice.send(voice.enrRequest());
    for (Optional<V4Codec.Decoded> heard = voice.hear(SETTLED);
        heard.isPresent();
        heard = voice.hear(SETTLED)) {
      V4Packet packet = heard.get().packet();
      Deviation.unless(
          !(packet instanceof V4Packet.Neighbors || packet instanceof V4Packet.EnrResponse),
          "an answer to who has proved nothing: " + packet);
    }
  }
}
