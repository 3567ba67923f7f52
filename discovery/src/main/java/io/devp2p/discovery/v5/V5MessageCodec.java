package io.devp2p.discovery.v5;

import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * discv5 messages as they are encrypted: {@code type 1 || list}. Strict: further elements and bytes
 * after the list are refused. Pure; any thread.
 */
public final class V5MessageCodec {

  private static final int FARTHEST = 256;

  private V5MessageCodec() {}

  /** Writes a message. */
  public static Bytes encode(V5Message message) {
    return RlpWriter.encode(w -> w.uint(message.type()).list(list -> write(list, message)));
  }

  private static void write(RlpWriter w, V5Message message) {
    w.bytes(message.requestId());
    switch (message) {
      case V5Message.Ping ping -> w.uint(ping.enrSeq());
      case V5Message.Pong pong ->
          w.uint(pong.enrSeq()).bytes(Bytes.wrap(pong.ip().getAddress())).uint(pong.port());
      case V5Message.FindNode find -> w.list(find.distances(), RlpWriter::uint);
      case V5Message.Nodes nodes ->
          w.uint(nodes.total()).list(nodes.records(), V5MessageCodec::write);
      case V5Message.TalkRequest talk -> w.bytes(talk.protocol()).bytes(talk.request());
      case V5Message.TalkResponse talk -> w.bytes(talk.response());
      case V5Message.RegTopic reg ->
          w.bytes(reg.topic())
              .raw(reg.record().encoded())
              .bytes(reg.ticket())
              .list(reg.distances(), RlpWriter::uint);
      case V5Message.RegConfirmation reg ->
          w.uint(reg.total()).bytes(reg.ticket()).uint(reg.waitMillis());
      case V5Message.TopicQuery query ->
          w.bytes(query.topic()).list(query.distances(), RlpWriter::uint);
      case V5Message.TopicNodes nodes ->
          w.uint(nodes.total()).list(nodes.records(), V5MessageCodec::write);
    }
  }

  private static void write(RlpWriter out, NodeRecord record) {
    out.raw(record.encoded());
  }

  /**
   * Reads a message.
   *
   * @param records verifies a record, as {@link NodeRecord#decode} does: a seam for a memory of
   *     those that were verified before
   * @throws Violation {@link V5Rule#V5_MESSAGE}, {@link V5Rule#V5_MESSAGE_TYPE} or {@link
   *     V5Rule#V5_REQUEST_ID}
   */
  public static V5Message decode(Bytes plaintext, Function<Bytes, NodeRecord> records) {
    Violation.unless(!plaintext.isEmpty(), V5Rule.V5_MESSAGE);
    int type = plaintext.get(0) & 0xff;
    Violation.unless(type >= 0x01 && type <= 0x0a, V5Rule.V5_MESSAGE_TYPE);
    try {
      RlpReader in = RlpReader.list(plaintext.slice(1));
      Violation.unless(in.nextLength() <= V5Message.MAX_REQUEST_ID, V5Rule.V5_REQUEST_ID);
      V5Message message = body(type, in.bytes(), in, records);
      in.end();
      return message;
    } catch (Violation malformed) {
      throw malformed.rule() instanceof V5Rule ? malformed : new Violation(V5Rule.V5_MESSAGE);
    }
  }

  private static V5Message body(
      int type, Bytes requestId, RlpReader in, Function<Bytes, NodeRecord> records) {
    return switch (type) {
      case 0x01 -> new V5Message.Ping(requestId, in.uint64());
      case 0x02 -> new V5Message.Pong(requestId, in.uint64(), address(in.bytes()), in.uint16());
      case 0x03 -> new V5Message.FindNode(requestId, distances(in.list()));
      case 0x04 -> new V5Message.Nodes(requestId, in.uint64(), records(in.list(), records));
      case 0x05 -> new V5Message.TalkRequest(requestId, in.bytes(), in.bytes());
      case 0x06 -> new V5Message.TalkResponse(requestId, in.bytes());
      case 0x07 ->
          new V5Message.RegTopic(
              requestId, in.bytes32(), records.apply(in.raw()), in.bytes(), distances(in.list()));
      case 0x08 -> new V5Message.RegConfirmation(requestId, in.uint64(), in.bytes(), in.uint64());
      case 0x09 -> new V5Message.TopicQuery(requestId, in.bytes32(), distances(in.list()));
      default -> new V5Message.TopicNodes(requestId, in.uint64(), records(in.list(), records));
    };
  }

  private static InetAddress address(Bytes ip) {
    Violation.unless(ip.size() == 4 || ip.size() == 16, V5Rule.V5_MESSAGE);
    try {
      return InetAddress.getByAddress(ip.toArrayUnsafe()); // unwraps IPv4-mapped IPv6
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException("BUG: an address of " + ip.size() + " bytes", wrongLength);
    }
  }

  private static List<Integer> distances(RlpReader in) {
    Set<Integer> distances = new LinkedHashSet<>();
    while (!in.isAtEnd()) {
      long distance = in.uint64();
      if (Long.compareUnsigned(distance, FARTHEST) <= 0) {
        distances.add((int) distance);
      }
    }
    return List.copyOf(distances);
  }

  /** One bad record costs itself, not the message. */
  private static List<NodeRecord> records(RlpReader in, Function<Bytes, NodeRecord> verify) {
    List<NodeRecord> records = new ArrayList<>();
    while (!in.isAtEnd()) {
      Bytes encoded = in.raw();
      try {
        records.add(verify.apply(encoded));
      } catch (Violation bad) {
        // As said above.
      }
    }
    return records;
  }
}
