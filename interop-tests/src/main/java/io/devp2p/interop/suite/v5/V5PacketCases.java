package io.devp2p.interop.suite.v5;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.should;

import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.V5Dialogue;
import io.devp2p.interop.dialogue.V5Text;
import io.devp2p.interop.dialogue.V5Voice;
import io.devp2p.interop.suite.Case;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;

/** Packets that are wrong whatever they say, and challenges. */
final class V5PacketCases {

  private static final String ENCODING = "discv5-wire.md, Packet Encoding";

  private static final int MAX = 1280;
  private static final int HEADER = 16;
  private static final int VERSION = HEADER + 7;
  private static final int FLAG = HEADER + 8;
  private static final int AUTHDATA_SIZE = HEADER + 22;

  private V5PacketCases() {}

  static List<Case<V5Dialogue>> all() {
    return List.of(
        must(
            "Packet/Challenged",
            "discv5-wire.md, WHOAREYOU Packet (flag = 1)",
            "Who is not known gets a WHOAREYOU with sequence number 0, new for each.",
            d -> {
              V5Voice one = d.voice();
              V5Voice other = d.voice();
              V5Packet.Whoareyou a = one.challenged(one.unreadable());
              V5Packet.Whoareyou b = other.challenged(other.unreadable());
              Deviation.unless(a.enrSeq() == 0, "a sequence number of " + a.enrSeq());
              Deviation.unless(!a.idNonce().equals(b.idNonce()), "the same id-nonce for two nodes");
            }),
        must(
            "Packet/TooShort",
            ENCODING,
            "A packet of less than 63 bytes is dropped.",
            ignored((d, datagram) -> datagram.slice(0, V5Codec.MIN_SIZE - 1))),
        should(
            "Packet/TooLarge",
            ENCODING,
            "A packet of more than 1280 bytes is dropped.",
            ignored(
                (d, datagram) -> Bytes.concatenate(datagram, d.bytes(MAX + 1 - datagram.size())))),
        must(
            "Packet/ProtocolId",
            ENCODING,
            "A packet with another protocol id is dropped.",
            ignored((d, datagram) -> flipped(datagram, HEADER))),
        must(
            "Packet/Version",
            ENCODING,
            "A packet of another version is dropped.",
            ignored((d, datagram) -> flipped(datagram, VERSION))),
        must(
            "Packet/UnknownFlag",
            ENCODING,
            "A packet with an unknown flag is dropped.",
            ignored((d, datagram) -> changed(datagram, FLAG, 7))),
        must(
            "Packet/AuthdataSize",
            ENCODING,
            "A packet whose authdata has another size than its kind is dropped.",
            ignored((d, datagram) -> flipped(datagram, AUTHDATA_SIZE))),
        must(
            "Packet/ForOther",
            ENCODING,
            "A packet that is masked for another node is dropped.",
            ignored((d, datagram) -> Bytes.concatenate(d.bytes(HEADER), datagram.slice(HEADER)))),
        must(
            "Packet/UnaskedChallenge",
            "discv5-theory.md, Handshake",
            "A WHOAREYOU that names no packet of the node has no answer.",
            d -> {
              V5Voice voice = d.voice();
              voice.challenge(d.bytes(12));
              d.isIgnored(voice);
            }),
        robustness(
            "Packet/Garbage",
            ENCODING,
            "Datagrams of random bytes and sizes do no harm.",
            d -> {
              V5Voice voice = d.voice();
              for (int i = 0; i < 200; i++) {
                voice.send("garbage", d.bytes(1 + i * 7));
              }
              d.isIgnored(voice);
            }),
        robustness(
            "Packet/ManyNodes",
            "discv5-theory.md, Handshake",
            "200 packets of 200 nodes at once do no harm.",
            d -> {
              for (int i = 0; i < 200; i++) {
                d.voice().unreadable();
              }
              d.isAlive();
            }));
  }

  /** A packet that would be challenged is not when it is changed like that. */
  private static Case.Script<V5Dialogue> ignored(BiFunction<V5Dialogue, Bytes, Bytes> change) {
    return d -> {
      V5Voice other = d.voice();
      other.meet();
      V5Voice voice = d.voice().in(other.session()); // which the target does not know
      voice.send("changed packet", change.apply(d, voice.sealed(V5Text.ping(d.bytes(4)))));
      d.isIgnored(voice);
    };
  }

  static Bytes flipped(Bytes bytes, int index) {
    return changed(bytes, index, 1);
  }

  /** Masking is a stream: a bit that is changed in the packet is changed in what is masked. */
  private static Bytes changed(Bytes bytes, int index, int bits) {
    MutableBytes changed = bytes.mutableCopy();
    changed.set(index, (byte) (changed.get(index) ^ bits));
    return changed;
  }
}
