package io.devp2p.discovery.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpRule;
import io.devp2p.core.rlp.RlpWriter;
import io.devp2p.discovery.NodeStore;
import io.devp2p.discovery.NodeStore.Sighting;
import io.devp2p.discovery.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * The written form of entries: {@code [1, id, versions, millis, address, udp, tcp, record or key]}
 * and {@code [2, name, value]}, in RLP.
 */
final class EntryCodec {

  private static final int NODE = 1;
  private static final int FACT = 2;
  private static final int KEY = 33;
  private static final int EVERY_VERSION = 3;

  private EntryCodec() {}

  static Bytes encode(Entry entry) {
    return RlpWriter.encodeList(w -> {
      switch (entry) {
        case Entry.OfFact fact -> w.uint(FACT).text(fact.name()).uint(fact.value());
        case Entry.OfNode node ->
            w.uint(NODE)
                .bytes(node.id().bytes())
                .uint(node.versions())
                .uint(node.atMillis())
                .bytes(Bytes.wrap(node.address().getAddress()))
                .uint(node.udp())
                .uint(node.tcp())
                .raw(node.identity());
      }
    });
  }

  /**
   * Reads an entry.
   *
   * @throws Violation of {@link RlpRule} if it is damaged
   */
  static Entry decode(Bytes encoded) {
    RlpReader in = RlpReader.list(encoded);
    Entry entry =
        in.uint(FACT) == FACT
            ? new Entry.OfFact(
                new String(in.bytesUpTo(NodeStore.NAME).toArrayUnsafe(), UTF_8), in.uint64())
            : new Entry.OfNode(
                new NodeId(in.bytes32()),
                in.uint(EVERY_VERSION),
                in.uint64(),
                address(in.bytes()),
                in.uint16(),
                in.uint16(),
                in.raw());
    in.end();
    return entry;
  }

  private static InetAddress address(Bytes bytes) {
    try {
      return InetAddress.getByAddress(bytes.toArray());
    } catch (UnknownHostException neither) {
      throw new Violation(RlpRule.RLP_WRONG_LENGTH);
    }
  }

  static Entry.OfNode entry(Sighting sighting) {
    int versions = 0;
    for (Version version : sighting.answered()) {
      versions |= bit(version);
    }
    Node node = sighting.node();
    Bytes identity =
        node.record()
            .map(NodeRecord::encoded)
            .orElseGet(() -> RlpWriter.encode(w -> w.bytes(node.key().compressed())));
    return new Entry.OfNode(
        node.id(),
        versions,
        sighting.at().toEpochMilli(),
        node.endpoint().address(),
        node.endpoint().udp(),
        node.endpoint().tcp(),
        identity);
  }

  /**
   * The node of an entry.
   *
   * @throws Violation if its record or key is not valid
   */
  static Sighting sighting(Secp256k1 curve, Entry.OfNode entry) {
    Endpoint endpoint = new Endpoint(entry.address(), entry.udp(), entry.tcp());
    RlpReader in = RlpReader.of(entry.identity());
    Node node =
        in.nextIsList()
            ? Node.of(NodeRecord.decode(curve, entry.identity()), endpoint)
            : Node.of(PublicKey.ofCompressed(curve, in.bytes(KEY)), endpoint);
    Set<Version> answered = EnumSet.noneOf(Version.class);
    for (Version version : Version.values()) {
      if ((entry.versions() & bit(version)) != 0) {
        answered.add(version);
      }
    }
    return new Sighting(node, answered, Instant.ofEpochMilli(entry.atMillis()));
  }

  private static int bit(Version version) {
    return switch (version) {
      case V4 -> 1;
      case V5 -> 2;
    };
  }
}
