package io.devp2p.discovery.v4;

import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Packets of discv4 to test with. */
final class V4Samples {

  static final NodeKey KEY = NodeKey.generate(new Random(1));
  static final NodeKey OTHER = NodeKey.generate(new Random(2));
  static final long EXPIRATION = 1_800_000_000L;

  private static final Bytes32 HASH = Keccak.hash(Bytes.of(1));

  private V4Samples() {}

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException notALiteral) {
      throw new AssertionError(notALiteral);
    }
  }

  static Endpoint endpoint(String address) {
    return new Endpoint(address(address), 30303, 30304);
  }

  static NodeRecord record() {
    return NodeRecord.builder().address(address("192.0.2.1")).port("udp", 30303).sign(KEY, -1L);
  }

  /** As many nodes as fit, with the longest addresses. */
  static V4Packet.Neighbors neighbors() {
    return new V4Packet.Neighbors(
        IntStream.range(0, V4Packet.Neighbors.MAX_NODES)
            .mapToObj(i -> Node.of(OTHER.publicKey(), endpoint("2001:db8::" + (i + 1))))
            .toList(),
        EXPIRATION);
  }

  /** Every kind of packet, with and without what is optional. */
  static List<V4Packet> packets() {
    Optional<Endpoint> v4 = Optional.of(endpoint("192.0.2.1"));
    Optional<Endpoint> v6 = Optional.of(endpoint("2001:db8::1"));
    return List.of(
        new V4Packet.Ping(v4, v6, EXPIRATION, OptionalLong.of(-1)),
        new V4Packet.Ping(v4, v6, EXPIRATION, OptionalLong.of(0)),
        new V4Packet.Ping(Optional.empty(), Optional.empty(), 0, OptionalLong.empty()),
        new V4Packet.Pong(v6, HASH, -1, OptionalLong.of(3)),
        new V4Packet.Pong(Optional.empty(), HASH, EXPIRATION, OptionalLong.empty()),
        new V4Packet.FindNode(OTHER.publicKey().bytes(), EXPIRATION),
        neighbors(),
        new V4Packet.Neighbors(List.of(), EXPIRATION),
        new V4Packet.EnrRequest(EXPIRATION),
        new V4Packet.EnrResponse(HASH, record()));
  }

  /** Signs a type and data of whatever kind. */
  static Bytes packet(int type, Bytes data) {
    Bytes body = Bytes.concatenate(Bytes.of(type), data);
    return hashed(Bytes.concatenate(KEY.sign(Keccak.hash(body)), body));
  }

  /** Puts the right hash in front, as everybody can. */
  static Bytes hashed(Bytes signed) {
    return Bytes.concatenate(Keccak.hash(signed), signed);
  }

  static V4Packet decode(Bytes datagram) {
    return V4Codec.decode(Curves.bouncyCastle(), V4Codec.check(datagram)).packet();
  }
}
