package io.devp2p.interop.suite.v4;

import static io.devp2p.interop.suite.Case.must;
import static io.devp2p.interop.suite.Case.needing;
import static io.devp2p.interop.suite.Case.should;
import static io.devp2p.interop.suite.v4.V4Scripts.EIP8;
import static io.devp2p.interop.suite.v4.V4Scripts.EXPIRATION;
import static io.devp2p.interop.suite.v4.V4Scripts.PROOF;
import static io.devp2p.interop.suite.v4.V4Scripts.extra;
import static io.devp2p.interop.suite.v4.V4Scripts.ignoredOnceBonded;
import static io.devp2p.interop.suite.v4.V4Scripts.negative;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Items;
import io.devp2p.interop.dialogue.V4Dialogue;
import io.devp2p.interop.dialogue.V4Voice;
import io.devp2p.interop.suite.Case;
import io.devp2p.interop.suite.Need;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Questions for the record of the target (EIP-868). */
final class RecordCases {

  private static final String REQUEST = "EIP-868, ENRRequest Packet (0x05)";
  private static final String RESPONSE = "EIP-868, ENRResponse Packet (0x06)";

  private RecordCases() {}

  /** That of go-ethereum's suite. */
  static List<Case<V4Dialogue>> ofGeth() {
    return List.of(
        must(
            "ENRRequest",
            RESPONSE,
            "An ENRRequest of a proven endpoint is answered at once, by the record of the node.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              V4Voice.Sent request = voice.send(voice.enrRequest());
              check(voice.next(V4Packet.EnrResponse.class), request, d);
            }));
  }

  /** Ours. */
  static List<Case<V4Dialogue>> ofOurs() {
    return List.of(
        must(
            "ENRRequest/ExtraData",
            EIP8,
            "Further elements and bytes of an ENRRequest are passed over.",
            d -> {
              V4Voice voice = d.voice();
              voice.bond();
              V4Voice.Sent request =
                  voice.send(voice.enrRequest().plus(extra()).tail(Bytes.of(1, 2, 3)));
              check(voice.await(V4Packet.EnrResponse.class), request, d);
            }),
        must(
            "ENRRequest/WithoutEndpointProof",
            PROOF,
            "An ENRRequest of an endpoint that has not been proven is dropped.",
            d -> {
              V4Voice voice = d.voice();
              voice.send(voice.enrRequest());
              d.isIgnored(voice);
            }),
        needing(
            Need.SECOND_ADDRESS,
            must(
                "ENRRequest/WrongIP",
                PROOF,
                "An endpoint that was proven at one address gets no record at another.",
                d -> {
                  V4Voice voice = d.voice();
                  voice.bond();
                  V4Voice other = d.elsewhere(voice.key());
                  other.send(other.enrRequest());
                  d.isIgnored(other);
                })),
        must(
            "ENRRequest/Expired",
            EXPIRATION,
            "An ENRRequest that has expired is dropped.",
            ignoredOnceBonded(voice ->
                List.of(
                    voice.enrRequest().with(0, Items.uint(V4Voice.inSeconds(-2))),
                    voice.enrRequest().with(0, Items.uint(0)),
                    voice.enrRequest().with(0, negative())))),
        must(
            "ENRRequest/Malformed",
            REQUEST,
            "An ENRRequest without expiration is dropped.",
            ignoredOnceBonded(voice ->
                List.of(
                    voice.enrRequest().cut(0),
                    voice.enrRequest().with(0, Items.list()),
                    voice.enrRequest().data(Items.bytes(Bytes.of(1)))))),
        should(
            "ENRRequest/SeqOfPong",
            "EIP-868, Pong",
            "The Pong tells the sequence number of the record.",
            d -> {
              V4Voice voice = d.voice();
              V4Packet.Pong pong = voice.bond();
              V4Voice.Sent request = voice.send(voice.enrRequest());
              NodeRecord record = check(voice.await(V4Packet.EnrResponse.class), request, d);
              long told = pong.enrSeq().orElseThrow(() -> new Deviation("the PONG tells none"));
              Deviation.unless(
                  told == record.seq(),
                  "the PONG tells "
                      + Long.toUnsignedString(told)
                      + ", the record has "
                      + Long.toUnsignedString(record.seq()));
            }));
  }

  private static NodeRecord check(V4Packet.EnrResponse response, V4Voice.Sent request, V4Dialogue d)
      throws Deviation {
    Deviation.unless(
        response.requestHash().equals(request.hash()),
        "the ENRRESPONSE names " + response.requestHash() + " instead of " + request.hash());
    Deviation.unless(
        response.record().id().equals(d.target().id()),
        "the record is that of " + response.record().id());
    return response.record();
  }
}
