package io.devp2p.interop.suite.v4;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.v4.V4Scripts.EXPIRATION;
import static io.devp2p.interop.suite.v4.V4Scripts.WIRE;
import static io.devp2p.interop.suite.v4.V4Scripts.ignored;
import static io.devp2p.interop.suite.v4.V4Scripts.ponged;

import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Form;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.MutableBytes;

/** Packets that are wrong whatever they say: sizes, hashes, signatures, types, data. */
final class PacketCases {

  private static final int MAX = 1280;
  private static final int HEADER = 98;
  private static final int V = 64;

  private PacketCases() {}

  static List<Case<V4Dialogue>> all() {
    return List.of(
        must(
            "Packet/LargestSize",
            WIRE,
            "A packet of 1280 bytes is read.",
            ponged(voice -> List.of(voice.ping().sized(voice.key(), MAX)))),
        must(
            "Packet/TooLarge",
            WIRE,
            "A packet of more than 1280 bytes is dropped.",
            ignored(voice ->
                List.of(
                    voice.ping().sized(voice.key(), MAX + 1),
                    voice.ping().sized(voice.key(), 4 * MAX)))),
        must(
            "Packet/TooShort",
            WIRE,
            "A packet without whole header or without data is dropped.",
            ignored(voice ->
                IntStream.of(0, 1, 31, 32, 96, 97, HEADER)
                    .mapToObj(size -> voice.ping().datagram(d -> d.slice(0, size)))
                    .toList())),
        must(
            "Packet/WrongHash",
            "discv4.md, Wire Protocol, packet-header",
            "A packet whose hash is wrong in one bit is dropped.",
            ignored(voice ->
                List.of(
                    voice.ping().datagram(d -> flipped(d, 0)),
                    voice.ping().datagram(d -> flipped(d, 31)),
                    voice.ping().datagram(d -> flipped(d, d.size() - 1))))),
        must(
            "Packet/NoSignature",
            "discv4.md, Wire Protocol, packet-header",
            "A packet whose signature gives no key is dropped.",
            ignored(voice ->
                List.of(
                    voice.ping().signature(s -> Bytes.repeat((byte) 0, 65)),
                    voice.ping().signature(s -> Bytes.repeat((byte) 0xff, 65)),
                    // r that is the x of no point, and s = 0
                    voice.ping().signature(s -> Bytes.concatenate(s.slice(0, 32), zeros(33)))))),
        must(
            "Packet/RecoveryId",
            "discv4.md, Wire Protocol, packet-header",
            "A signature has recovery id 0 or 1, and not Ethereum's 27 or 28.",
            ignored(voice ->
                IntStream.of(4, 27, 28, 127, 128, 255)
                    .mapToObj(v -> voice.ping().signature(s -> withV(s, v)))
                    .toList())),
        must(
            "Packet/UnknownTypes",
            WIRE,
            "Packets of unknown types are dropped.",
            ignored(voice ->
                IntStream.of(0, 7, 8, 127, 128, 255)
                    .mapToObj(type -> voice.ping().ofType(type))
                    .toList())),
        must(
            "Packet/MalformedData",
            "discv4.md, Wire Protocol, packet-data",
            "Packet data that is no list, or lacks elements, is dropped.",
            ignored(PacketCases::malformed)),
        should(
            "Packet/LeadingZero",
            EXPIRATION,
            "An integer with a leading zero is no integer of RLP.",
            ignored(voice -> {
              Bytes number = Bytes.minimalBytes(V4Voice.inSeconds(20));
              Bytes padded = Bytes.concatenate(Bytes.of(0), number);
              return List.of(voice.ping().with(3, Items.bytes(padded)));
            })),
        robustness(
            "Packet/Garbage",
            WIRE,
            "Datagrams of random bytes and sizes do no harm.",
            d -> {
              V4Voice voice = d.voice();
              for (int i = 0; i < 200; i++) {
                Bytes garbage = d.bytes(1 + i * 7);
                voice.send(new V4Form("garbage", 1).datagram(packet -> garbage));
              }
              d.isIgnored(voice);
            }),
        robustness(
            "Packet/ManyNodes",
            WIRE,
            "200 Pings by 200 keys at once do no harm.",
            d -> {
              V4Voice voice = d.voice();
              for (int i = 0; i < 200; i++) {
                V4Voice other = voice.withKey(d.key());
                other.send(other.ping());
              }
              d.isAlive();
            }));
  }

  private static List<V4Form> malformed(V4Voice voice) {
    List<V4Form> forms = new ArrayList<>();
    for (String data :
        List.of("0xc0", "0x80", "0xc1", "0xb8", "0xf8ff04", "0xffffffffffffffffff")) {
      forms.add(voice.ping().data(Bytes.fromHexString(data)));
    }
    Bytes list = Items.list(voice.ping().items());
    forms.add(voice.ping().data(list.slice(0, list.size() - 1)));
    forms.add(voice.ping().data(Items.bytes(list)));
    forms.add(voice.ping().cut(1));
    forms.add(voice.ping().cut(3));
    forms.add(voice.ping().with(1, Items.bytes(Bytes.of(1, 2, 3))));
    forms.add(voice.ping().with(3, Items.list()));
    return forms;
  }

  private static Bytes flipped(Bytes bytes, int index) {
    MutableBytes changed = bytes.mutableCopy();
    changed.set(index, (byte) (changed.get(index) ^ 1));
    return changed;
  }

  private static Bytes withV(Bytes signature, int v) {
    return Bytes.concatenate(signature.slice(0, V), Bytes.of(v));
  }

  private static Bytes zeros(int count) {
    return Bytes.repeat((byte) 0, count);
  }
}
