package io.devp2p.interop.suite.v4;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.v4.V4Scripts.EIP8;
import static io.devp2p.interop.suite.v4.V4Scripts.EXPIRATION;
import static io.devp2p.interop.suite.v4.V4Scripts.WIRE;
import static io.devp2p.interop.suite.v4.V4Scripts.answered;
import static io.devp2p.interop.suite.v4.V4Scripts.extra;
import static io.devp2p.interop.suite.v4.V4Scripts.ignored;
import static io.devp2p.interop.suite.v4.V4Scripts.negative;
import static io.devp2p.interop.suite.v4.V4Scripts.ponged;

import io.devp2p.core.node.Endpoint;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import java.net.Inet6Address;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Pings and their answers. */
final class PingCases {

  private static final String PING = "discv4.md, Ping Packet (0x01)";

  /** An address where nobody is (RFC 5737, RFC 3849). */
  private static final Bytes NOWHERE = Items.endpoint(Bytes.of(192, 0, 2, 0), 0, 0);

  private static final Bytes NOWHERE6 =
      Items.endpoint(Bytes.fromHexString("0x20010db8" + "00".repeat(12)), 1, 1);

  private static final Bytes UNKNOWN = Items.endpoint(Bytes.EMPTY, 0, 0);

  private static final int VERSION = 0;
  private static final int FROM = 1;
  private static final int TO = 2;
  private static final int EXPIRES = 3;

  private PingCases() {}

  /** Those of go-ethereum's suite. */
  static List<Case<V4Dialogue>> ofGeth() {
    return List.of(
        must(
            "Ping/Basic", PING, "A Ping is answered by a Pong and a Ping.", answered(ping -> ping)),
        must(
            "Ping/WrongTo",
            PING,
            "A Ping is answered whatever its 'to' says.",
            answered(ping -> ping.with(TO, NOWHERE))),
        must(
            "Ping/WrongFrom",
            PING,
            "A Ping is answered to where it came from, not to what its 'from' says.",
            answered(ping -> ping.with(FROM, NOWHERE))),
        must(
            "Ping/ExtraData",
            EIP8,
            "Further elements of a Ping are passed over.",
            answered(ping -> ping.plus(extra()))),
        must(
            "Ping/ExtraDataWrongFrom",
            EIP8,
            "Further elements are passed over, and 'from' is not trusted.",
            answered(ping -> ping.with(FROM, NOWHERE).plus(extra()))),
        must(
            "Ping/PastExpiration",
            EXPIRATION,
            "A Ping whose expiration is a negative number is dropped.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.ping().with(EXPIRES, negative()));
              voice.silence();
            }),
        must(
            "Ping/WrongPacketType",
            WIRE,
            "A packet of an unknown type is dropped.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.ping().ofType(66));
              voice.silence();
            }),
        must(
            "Ping/BondThenPingWithWrongFrom",
            PING,
            "A Ping of a proven endpoint is answered to where it came from, and by a Pong first.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              V4Voice.Sent ping = voice.send(voice.ping().with(FROM, NOWHERE));
              voice.check(voice.next(V4Packet.Pong.class), ping);
            }));
  }

  /** What must be answered although it looks odd, and what must not. */
  static List<Case<V4Dialogue>> forms() {
    return List.of(
        must(
            "Ping/Version",
            EIP8,
            "The version of a Ping is not looked at.",
            ponged(voice ->
                List.of(
                    voice.ping().with(VERSION, Items.uint(3)),
                    voice.ping().with(VERSION, Items.uint(5)),
                    voice.ping().with(VERSION, Items.uint(555))))),
        must(
            "Ping/TrailingBytes",
            EIP8,
            "Bytes behind the packet data are passed over.",
            ponged(voice -> List.of(voice.ping().tail(Bytes.fromHexString("0xc1c2deadbeef"))))),
        must(
            "Ping/EnrSeq",
            "EIP-868, Ping",
            "A Ping may tell a sequence number of 64 bits.",
            ponged(voice ->
                List.of(
                    voice.ping().plus(Items.uint(0)),
                    voice.ping().plus(Items.uint(1)),
                    voice.ping().plus(Items.uint(Long.MAX_VALUE))))),
        should(
            "Ping/OtherFamilyInside",
            PING,
            "The endpoints in a Ping may be of another family than its own.",
            ponged(voice -> List.of(voice.ping().with(FROM, NOWHERE6).with(TO, NOWHERE6)))),
        should(
            "Ping/EmptyAddress",
            PING,
            "A node that does not know an address may send an empty one.",
            ponged(voice ->
                List.of(voice.ping().with(FROM, UNKNOWN), voice.ping().with(TO, UNKNOWN)))),
        must(
            "Ping/ExpirationNear",
            EXPIRATION,
            "A Ping is answered until it has expired.",
            ponged(voice -> List.of(voice.ping().with(EXPIRES, Items.uint(V4Voice.inSeconds(4)))))),
        must(
            "Ping/JustExpired",
            EXPIRATION,
            "A Ping that has expired is dropped.",
            ignored(voice ->
                List.of(
                    voice.ping().with(EXPIRES, Items.uint(V4Voice.inSeconds(-2))),
                    voice.ping().with(EXPIRES, Items.uint(1)),
                    voice.ping().with(EXPIRES, Items.uint(0))))),
        robustness(
            "Ping/FarExpiration",
            EXPIRATION,
            "An expiration at the end of time does no harm, answered or not.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.ping().with(EXPIRES, Items.uint(Long.MAX_VALUE)));
              voice.send(voice.ping().with(EXPIRES, Items.uint(Long.MIN_VALUE)));
              voice.send(voice.ping().with(EXPIRES, Items.uint(-1)));
              voice.send(voice.ping().with(EXPIRES, Items.bytes(Bytes.repeat((byte) 1, 9))));
              d.isAlive();
            }));
  }

  /** To whom and how much is answered, and how the target asks. */
  static List<Case<V4Dialogue>> sides() {
    return List.of(
        must(
            "Ping/SameKeyTwoSockets",
            PING,
            "The same node is answered at each address that it asks from.",
            d -> {
              V4Voice one = d.voice();
              V4Voice other = d.voice(one.key());
              for (V4Voice voice : List.of(one, other, one)) {
                V4Voice.Sent ping = voice.send(voice.ping());
                voice.check(voice.await(V4Packet.Pong.class), ping);
              }
            }),
        needing(
            Need.IPV6,
            must(
                "Ping/OverIPv6",
                PING,
                "A Ping over IPv6 is answered over IPv6, with an address of 16 bytes in 'to'.",
                d -> {
                  V4Voice voice = d.voiceOver6();
                  V4Voice.Sent ping = voice.send(voice.ping());
                  V4Packet.Pong pong = voice.await(V4Packet.Pong.class);
                  voice.check(pong, ping);
                  Endpoint to = pong.to().orElseThrow();
                  Deviation.unless(
                      to.address() instanceof Inet6Address, "'to' has an IPv4 address: " + to);
                })),
        robustness(
            "Ping/Replayed",
            V4Scripts.PROOF,
            "Who repeats a Ping without proof of its endpoint gets at most three times its bytes.",
            d -> {
              V4Voice voice = d.voice();
              V4Voice.Sent ping = voice.send(voice.ping());
              for (int i = 0; i < 9; i++) {
                voice.repeat(ping);
              }
              int sent = 10 * ping.datagram().size();
              int received = voice.bytesUntilSilence();
              Deviation.unless(
                  received <= 3 * sent, "for " + sent + " bytes came " + received + " bytes");
            }),
        needing(
            Need.CALL_DISCV4,
            must(
                "Call/Ping",
                PING,
                "A node that is told to ping sends a Ping that is well formed and has not expired.",
                d -> {
                  V4Voice voice = d.called();
                  V4Packet first = voice.next(V4Voice.CALL).packet();
                  Deviation.unless(first instanceof V4Packet.Ping, "instead of a PING: " + first);
                  V4Packet.Ping ping = (V4Packet.Ping) first;
                  Deviation.unless(ping.from().isPresent(), "its 'from' is no endpoint");
                  Deviation.unless(
                      ping.to().filter(to -> to.udpAddress().equals(voice.address())).isPresent(),
                      "its 'to' is not where it was sent: " + ping.to());
                })));
  }
}
