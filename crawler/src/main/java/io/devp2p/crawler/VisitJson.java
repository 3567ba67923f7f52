package io.devp2p.crawler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.wire.Capability;
import io.devp2p.wire.DisconnectReason;
import io.devp2p.wire.eth.Status;
import io.devp2p.wire.p2p.Hello;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.List;
import java.util.OptionalLong;

/**
 * A visit as one line of JSON. A field that was not measured is absent. The line is ASCII: whatever
 * a peer calls itself, it cannot steer a terminal or a page.
 */
public final class VisitJson {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private VisitJson() {}

  /** The line, {@code {"event":"visit", ...}}, without a line break. */
  public static String line(Visit visit) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("event", "visit");
      writeNode(visit, json);
      writeUdp(visit.udp(), json);
      if (visit.tcp().isPresent()) {
        writeTcp(visit.tcp().get(), visit.ending().outcome(), json);
      }
      json.writeStringField("outcome", visit.ending().outcome().name());
      if (visit.ending().detail().isPresent()) {
        json.writeStringField("detail", visit.ending().detail().get());
      }
      json.writeStringField("at", visit.at().toString());
      json.writeEndObject();
    } catch (IOException notToMemory) {
      throw new UncheckedIOException(notToMemory);
    }
    return text.toString();
  }

  private static void writeNode(Visit visit, JsonGenerator json) throws IOException {
    KnownNode node = visit.node();
    json.writeStringField("id", node.id().toString());
    json.writeStringField("publicKey", node.key().toString());
    if (node.record().isPresent()) {
      writeRecord(node.record().get(), json);
    } else {
      json.writeStringField("enode", node.known().toString());
    }
    List<String> sources = node.sources().stream().map(Source::toString).toList();
    writeStrings("enrSource", sources, json);
  }

  private static void writeRecord(NodeRecord record, JsonGenerator json) throws IOException {
    json.writeStringField("enr", record.toString());
    writeUnsigned("seq", record.seq(), json);
    writeStrings("enrKeys", List.copyOf(record.pairs().keySet()), json);
    if (record.ip4().isPresent()) {
      writeEndpoint("", record.ip4().get(), json);
    }
    if (record.ip6().isPresent()) {
      writeEndpoint("6", record.ip6().get(), json);
    }
    if (record.eth().isPresent()) {
      ForkId fork = record.eth().get();
      json.writeObjectFieldStart("eth");
      json.writeStringField("hash", fork.hashHex());
      writeUnsigned("next", fork.next(), json);
      json.writeEndObject();
    }
    if (record.entry("snap").isPresent()) {
      json.writeBooleanField("snap", true);
    }
  }

  private static void writeEndpoint(String suffix, Endpoint endpoint, JsonGenerator json)
      throws IOException {
    json.writeStringField("ip" + suffix, endpoint.host());
    if (endpoint.udp() != 0) {
      json.writeNumberField("udp" + suffix, endpoint.udp());
    }
    if (endpoint.tcp() != 0) {
      json.writeNumberField("tcp" + suffix, endpoint.tcp());
    }
  }

  private static void writeUdp(UdpContact udp, JsonGenerator json) throws IOException {
    json.writeBooleanField("v4Answered", udp.v4().isPresent());
    json.writeBooleanField("v5Answered", udp.v5().isPresent());
    if (udp.v4().isPresent()) {
      writeMillis("v4RttMillis", udp.v4().get().rttNanos(), json);
    }
    if (udp.v5().isPresent()) {
      writeMillis("v5RttMillis", udp.v5().get().rttNanos(), json);
    }
    OptionalLong seq =
        udp.v5().or(udp::v4).map(UdpContact.Answer::seq).orElse(OptionalLong.empty());
    if (seq.isPresent()) {
      writeUnsigned("enrSeqInPing", seq.getAsLong(), json);
    }
    if (udp.answered()) {
      json.writeNumberField("neighborsReturned", udp.returned());
      json.writeNumberField("neighborsDistinct", udp.distinct());
    }
  }

  private static void writeTcp(TcpContact tcp, Outcome outcome, JsonGenerator json)
      throws IOException {
    json.writeStringField("address", tcp.endpoint().host());
    json.writeNumberField("family", tcp.endpoint().address() instanceof Inet4Address ? 4 : 6);
    json.writeNumberField("port", tcp.endpoint().tcp());
    json.writeStringField("reachedBy", "dial");
    writeMillis("connectMillis", tcp.timings().connect(), json);
    writeMillis("ackMillis", tcp.timings().auth(), json);
    json.writeBooleanField("rlpxOk", outcome.isReachable());
    if (tcp.hello().isPresent()) {
      writeHello(tcp.hello().get(), json);
    }
    writeMillis("helloMillis", tcp.timings().hello(), json);
    if (tcp.eth().isPresent()) {
      json.writeNumberField("ethVersion", tcp.eth().getAsInt());
    }
    if (tcp.status().isPresent()) {
      writeStatus(tcp.status().get().status(), json);
      writeMillis("statusMillis", OptionalLong.of(tcp.status().get().nanos()), json);
    }
    if (tcp.disconnect().isPresent()) {
      DisconnectReason reason = tcp.disconnect().get();
      if (reason.isValue()) {
        json.writeNumberField("disconnect", reason.code());
      }
      json.writeStringField("disconnectName", reason.toString());
    }
  }

  private static void writeHello(Hello hello, JsonGenerator json) throws IOException {
    writeUnsigned("p2pVersion", hello.version(), json);
    json.writeStringField("clientId", hello.client().toString());
    writeStrings("caps", hello.capabilities().stream().map(Capability::toString).toList(), json);
    writeUnsigned("listenPort", hello.listenPort(), json);
    writeVersions("ethVersions", "eth", hello, json);
    writeVersions("snapVersions", "snap", hello, json);
  }

  private static void writeVersions(String field, String protocol, Hello hello, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Capability capability : hello.capabilities()) {
      if (capability.name().equals(protocol)) {
        json.writeNumber(capability.version());
      }
    }
    json.writeEndArray();
  }

  private static void writeStatus(Status status, JsonGenerator json) throws IOException {
    json.writeNumberField("statusVersion", status.version());
    writeUnsigned("networkId", status.networkId(), json);
    json.writeStringField("genesis", status.genesis().toHexString());
    json.writeStringField("forkHash", status.forkId().hashHex());
    writeUnsigned("forkNext", status.forkId().next(), json);
    switch (status) {
      case Status.Status68 s -> {
        json.writeFieldName("td");
        json.writeNumber(s.totalDifficulty().toUnsignedBigInteger());
        json.writeStringField("head", s.latestHash().toHexString());
      }
      case Status.Status69 s -> {
        writeUnsigned("earliest", s.earliest(), json);
        writeUnsigned("latest", s.latest(), json);
        json.writeStringField("latestHash", s.latestHash().toHexString());
      }
    }
  }

  private static void writeUnsigned(String name, long value, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
  }

  /** Milliseconds with three digits after the point. */
  private static void writeMillis(String name, OptionalLong nanos, JsonGenerator json)
      throws IOException {
    if (nanos.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(BigDecimal.valueOf(nanos.getAsLong() / 1000, 3));
    }
  }

  private static void writeStrings(String name, List<String> values, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
