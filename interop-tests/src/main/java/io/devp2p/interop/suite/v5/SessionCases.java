package io.devp2p.interop.suite.v5;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.robustness;
import static io.devp2p.interop.suite.Case.should;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V5Dialogue;
import io.devp2p.interop.dialogue.V5Heard;
import io.devp2p.interop.dialogue.V5Text;
import io.devp2p.interop.dialogue.V5Voice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import java.net.Inet6Address;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Sessions and PINGs in them. */
final class SessionCases {

  static final String SESSIONS = "discv5-theory.md, Sessions";
  private static final String PING = "discv5-wire.md, PING Request (0x01)";
  private static final String REQUEST_ID = "discv5-wire.md, Protocol Messages, request-id";

  private SessionCases() {}

  /** Those of go-ethereum's suite that are about sessions. */
  static List<Case<V5Dialogue>> ofGeth() {
    return List.of(
        must(
            "Ping",
            PING,
            "A PING in a new session is answered by a PONG with the address that it came from.",
            d -> d.voice().meet()),
        must(
            "PingLargeRequestID",
            REQUEST_ID,
            "A PING whose request id has more than 8 bytes is dropped.",
            d -> {
              V5Voice voice = d.voice();
              voice.open(V5Text.ping(d.bytes(9)));
              voice.noAnswer();
            }),
        needing(
            Need.SECOND_ADDRESS,
            must(
                "PingMultiIP",
                SESSIONS,
                "A session holds at one address only, and moves to no other.",
                d -> {
                  NodeKey key = d.key();
                  V5Voice first = d.voice(key);
                  first.meet();
                  V5Voice second = d.elsewhere(key).in(first.session());
                  Bytes id = second.requestId();
                  Bytes nonce = second.say("PING", V5Text.ping(id));
                  second.shake(second.challenged(nonce), second.shake(), V5Text.ping(id));
                  second.check(second.answer(id, V5Message.Pong.class));
                  first.in(second.session());
                  first.challenged(first.say("PING", V5Text.ping(first.requestId())));
                })),
        must(
            "HandshakeResend",
            "discv5-theory.md, Handshake",
            "While a handshake is awaited the same WHOAREYOU is sent again, for any packet.",
            d -> {
              V5Voice voice = d.voice();
              Bytes nonce = voice.unreadable();
              V5Packet.Whoareyou one = voice.challenged(nonce);
              voice.unreadable();
              V5Packet.Whoareyou again = voice.challenged(nonce);
              Deviation.unless(
                  one.challengeData().equals(again.challengeData()),
                  "the second WHOAREYOU has other challenge data");
            }));
  }

  /** Ours. */
  static List<Case<V5Dialogue>> ofOurs() {
    return List.of(
        must(
            "Ping/RequestIds",
            REQUEST_ID,
            "Request ids of 0 to 8 bytes come back byte by byte.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              for (String hex : List.of("0x", "0x00", "0x00000001", "0xff", "0x0102030405060708")) {
                Bytes id = Bytes.fromHexString(hex);
                voice.say("PING", V5Text.ping(id));
                voice.answer(id, V5Message.Pong.class);
              }
            }),
        must(
            "Ping/Malformed",
            PING,
            "A PING that is no list, or lacks elements, is dropped, and the session goes on.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              voice.say("no PING", Bytes.of(1));
              voice.say("no PING", Bytes.of(1, 0x80));
              voice.say("no PING", V5Text.of(1));
              voice.say("no PING", V5Text.of(1, Items.list(), Items.uint(1)));
              voice.noAnswer();
              goesOn(voice);
            }),
        must(
            "Message/UnknownType",
            "discv5-wire.md, Protocol Messages",
            "Messages of unknown types are dropped, and the session goes on.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              for (int type : new int[] {0, 0x0b, 0x7f, 0xff}) {
                voice.say("message of type " + type, V5Text.of(type, Items.bytes(d.bytes(4))));
              }
              voice.noAnswer();
              goesOn(voice);
            }),
        robustness(
            "Message/Empty",
            "discv5-wire.md, Protocol Messages",
            "A message of no bytes does no harm.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              voice.say("nothing", Bytes.EMPTY);
              d.isAlive();
            }),
        must(
            "Session/TamperedMessage",
            "discv5-wire.md, Packet Encoding",
            "A message whose tag is wrong in one bit is not read.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              Bytes datagram = voice.sealed(V5Text.ping(voice.requestId()));
              voice.send("tampered PING", V5PacketCases.flipped(datagram, datagram.size() - 1));
              voice.noAnswer();
            }),
        must(
            "Session/TamperedHeader",
            "discv5-wire.md, Packet Encoding",
            "The tag covers the header: a message with another nonce is not read.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              Bytes datagram = voice.sealed(V5Text.ping(voice.requestId()));
              int nonce = 16 + 9;
              voice.send("PING with another nonce", V5PacketCases.flipped(datagram, nonce));
              voice.noAnswer();
            }),
        must(
            "Session/OtherPort",
            SESSIONS,
            "A session holds at one port only.",
            d -> {
              NodeKey key = d.key();
              V5Voice first = d.voice(key);
              first.meet();
              V5Voice second = d.voice(key).in(first.session());
              second.challenged(second.say("PING", V5Text.ping(second.requestId())));
            }),
        should(
            "Session/Renewed",
            SESSIONS,
            "A node that has lost its session gets a new one.",
            d -> {
              V5Voice voice = d.voice();
              voice.meet();
              voice.meet();
              goesOn(voice);
            }),
        needing(
            Need.IPV6,
            must(
                "Ping/OverIPv6",
                PING,
                "A PING over IPv6 is answered over IPv6, with an address of 16 bytes.",
                d -> {
                  V5Message.Pong pong = d.voiceOver6().meet();
                  Deviation.unless(
                      pong.ip() instanceof Inet6Address, "an IPv4 address: " + pong.ip());
                })),
        needing(Need.CALL_DISCV5, must("Call/Ping", PING, CALL_PING, SessionCases::call)),
        needing(
            Need.CALL_DISCV5,
            must(
                "Call/ChallengeOfOther",
                "discv5-theory.md, Handshake",
                "A WHOAREYOU that names no packet of the node has no answer.",
                d -> {
                  V5Voice voice = d.called();
                  V5Heard first =
                      voice.next(V5Voice.CALL).orElseThrow(() -> new Deviation("it does not call"));
                  Deviation.unless(
                      first instanceof V5Heard.Unreadable, "it speaks without session: " + first);
                  voice.challenge(d.bytes(12));
                  for (var heard = voice.next(V5Voice.SILENCE);
                      heard.isPresent();
                      heard = voice.next(V5Voice.SILENCE)) {
                    Deviation.unless(
                        heard.get() instanceof V5Heard.Unreadable,
                        "an answer to the WHOAREYOU of somebody else: " + heard.get());
                  }
                })));
  }

  private static final String CALL_PING =
      "A node that is told to ping proves itself when it is challenged, and sends a PING.";

  private static void call(V5Dialogue d) throws Exception {
    V5Voice voice = d.called();
    V5Heard first = voice.next(V5Voice.CALL).orElseThrow(() -> new Deviation("it does not call"));
    while (first instanceof V5Heard.Unreadable(Bytes nonce)) {
      voice.challenge(nonce);
      first = voice.next();
    }
    Deviation.unless(
        first instanceof V5Heard.Said said && said.message() instanceof V5Message.Ping,
        "instead of a PING came " + first);
  }

  private static void goesOn(V5Voice voice) throws Exception {
    Bytes id = voice.requestId();
    voice.say("PING", V5Text.ping(id));
    voice.check(voice.answer(id, V5Message.Pong.class));
  }
}
