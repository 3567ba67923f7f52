package io.devp2p.interop.suite.v4;

import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Form;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes;

/** What several cases of discv4 have in common. */
final class V4Scripts {

  static final String WIRE = "discv4.md, Wire Protocol";
  static final String EXPIRATION = "discv4.md, Wire Protocol, expiration";
  static final String EIP8 = "EIP-8, discovery";
  static final String PROOF = "discv4.md, Endpoint Proof";

  private V4Scripts() {}

  /** One packet or several, as a voice would say them. */
  interface Forms extends Function<V4Voice, List<V4Form>> {}

  /** A changed Ping is answered by a Pong and a Ping. */
  static Case.Script<V4Dialogue> answered(UnaryOperator<V4Form> change) {
    return d -> {
      V4Voice voice = d.voice();
      voice.pingAndPong(change.apply(voice.ping()));
    };
  }

  /** Each of these Pings gets its Pong. */
  static Case.Script<V4Dialogue> ponged(Forms pings) {
    return d -> {
      V4Voice voice = d.voice();
      for (V4Form form : pings.apply(voice)) {
        V4Voice.Sent ping = voice.send(form);
        voice.check(voice.await(V4Packet.Pong.class), ping);
      }
    };
  }

  /** None of these packets has an answer, from a voice without proof. */
  static Case.Script<V4Dialogue> ignored(Forms forms) {
    return d -> {
      V4Voice voice = d.voice();
      for (V4Form form : forms.apply(voice)) {
        voice.send(form);
      }
      d.isIgnored(voice);
    };
  }

  /** None of these packets has an answer, from a voice with proof. */
  static Case.Script<V4Dialogue> ignoredOnceBonded(Forms forms) {
    return d -> {
      V4Voice voice = d.voice();
      voice.bond();
      for (V4Form form : forms.apply(voice)) {
        voice.send(form);
      }
      d.isIgnored(voice);
    };
  }

  /** Elements that a later version may bring. */
  static Bytes[] extra() {
    return new Bytes[] {Items.uint(42), Items.list(Items.bytes(Bytes.of(1, 2, 3)))};
  }

  /** A time before 1970, as 64 bits. */
  static Bytes negative() {
    return Items.uint(-V4Voice.inSeconds(20));
  }
}
