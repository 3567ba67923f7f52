package io.devp2p.discovery.machine;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Crypto;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5MessageCodec;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** A node made by hand, which says what a test tells it to, from any of its sockets. */
final class Tester {

  private static final Bytes IV = Bytes.repeat((byte) 7, 16);

  /** What the tester needs to speak in a session. */
  record Session(V5Crypto.Keys keys) {}

  final World world;
  final World.Peer server;
  final NodeKey key;
  final V5Crypto crypto;
  private int nonces;
  private int read;

  Tester(World world, World.Peer server) {
    this(world, server, world.key());
  }

  Tester(World world, World.Peer server, NodeKey key) {
    this.world = world;
    this.server = server;
    this.key = key;
    this.crypto = new V5Crypto(world.curve);
  }

  SimNet<DiscoveryEvent>.Host socket(String ip) {
    return world.net.attach(new InetSocketAddress(ip, 30303));
  }

  NodeId id() {
    return NodeId.of(key.publicKey());
  }

  NodeId serverId() {
    return NodeId.of(server.key().publicKey());
  }

  Node node(SimNet<DiscoveryEvent>.Host at) {
    return Node.of(key.publicKey(), new Endpoint(at.address().getAddress(), 30303, 0));
  }

  V5Codec codec() {
    return new V5Codec(id());
  }

  long unix() {
    return world.net.wallClock().instant().getEpochSecond();
  }

  static V4Packet ping(long expiration) {
    return new V4Packet.Ping(Optional.empty(), Optional.empty(), expiration, OptionalLong.empty());
  }

  V4Codec.Encoded send4(SimNet<DiscoveryEvent>.Host from, V4Packet packet) {
    V4Codec.Encoded encoded = V4Codec.encode(key, packet);
    from.send(server.address(), encoded.datagram());
    return encoded;
  }

  V4Codec.Decoded read(Bytes datagram) {
    return V4Codec.decode(world.curve, V4Codec.check(datagram));
  }

  /** The endpoint proof of both sides. */
  void bond(SimNet<DiscoveryEvent>.Host at) {
    send4(at, ping(unix() + 20));
    world.net.run(Duration.ofMillis(100));
    answerPings(at);
    world.net.run(Duration.ofMillis(100));
  }

  /** Answers the Pings that have come since it was last called. */
  void answerPings(SimNet<DiscoveryEvent>.Host at) {
    List<Bytes> received = at.received();
    for (Bytes datagram : received.subList(read, received.size())) {
      if (Amplification.isV4(datagram) && read(datagram).packet() instanceof V4Packet.Ping) {
        Bytes32 hash = V4Codec.check(datagram).hash();
        send4(at, new V4Packet.Pong(Optional.empty(), hash, unix() + 20, OptionalLong.empty()));
      }
    }
    read = received.size();
  }

  Bytes nonce() {
    return Bytes.wrap(Bytes.ofUnsignedInt(++nonces), Bytes.repeat((byte) 8, 8)).copy();
  }

  /** Sends a packet that nobody can read. */
  Bytes unreadable(SimNet<DiscoveryEvent>.Host from, NodeId source) {
    Bytes nonce = nonce();
    from.send(
        server.address(),
        codec().ordinary(serverId(), source, IV, nonce).with(Bytes.repeat((byte) 1, 20)));
    return nonce;
  }

  void whoareyou(SimNet<DiscoveryEvent>.Host from, Bytes nonce) {
    from.send(
        server.address(),
        codec().whoareyou(serverId(), IV, nonce, Bytes.repeat((byte) 1, 16), 0).masked());
  }

  /** Makes the server ask who we are; gives what it asked. */
  Bytes challenge(SimNet<DiscoveryEvent>.Host at) {
    unreadable(at, id());
    world.net.run(Duration.ofMillis(100));
    return lastWhoareyou(at).challengeData();
  }

  V5Packet.Whoareyou lastWhoareyou(SimNet<DiscoveryEvent>.Host at) {
    return (V5Packet.Whoareyou) codec().decode(at.received().getLast());
  }

  /** A handshake with a Ping, correct or not. */
  Session handshake(
      SimNet<DiscoveryEvent>.Host at,
      Bytes challengeData,
      NodeKey signer,
      boolean onCurve,
      NodeKey recordOf) {
    return handshake(at, challengeData, signer, onCurve, Optional.of(record(recordOf)));
  }

  /** A handshake with this record, or with none. */
  Session handshake(
      SimNet<DiscoveryEvent>.Host at,
      Bytes challengeData,
      NodeKey signer,
      boolean onCurve,
      Optional<NodeRecord> record) {
    NodeKey ephemeral = world.key();
    Bytes ephemeralKey =
        onCurve ? ephemeral.publicKey().compressed() : Bytes.repeat((byte) 0xff, 33);
    Bytes nonce = nonce();
    V5Codec.Framed frame =
        codec()
            .handshake(
                serverId(),
                id(),
                IV,
                nonce,
                crypto.signIdentity(signer, challengeData, ephemeralKey, serverId()),
                ephemeralKey,
                record.map(NodeRecord::encoded));
    V5Crypto.Keys keys =
        crypto.deriveKeys(ephemeral, server.key().publicKey(), id(), serverId(), challengeData);
    Bytes ping = V5MessageCodec.encode(new V5Message.Ping(Bytes.of(1), 1));
    at.send(
        server.address(),
        frame.with(crypto.encrypt(keys.initiator(), nonce, ping, frame.additionalData())));
    return new Session(keys);
  }

  /** A session that the tester began. */
  Session session(SimNet<DiscoveryEvent>.Host at) {
    Session session = handshake(at, challenge(at), key, true, key);
    world.net.run(Duration.ofMillis(100));
    return session;
  }

  void send5(SimNet<DiscoveryEvent>.Host from, Session session, V5Message message) {
    Bytes nonce = nonce();
    V5Codec.Framed frame = codec().ordinary(serverId(), id(), IV, nonce);
    Bytes plain = V5MessageCodec.encode(message);
    from.send(
        server.address(),
        frame.with(crypto.encrypt(session.keys.initiator(), nonce, plain, frame.additionalData())));
  }

  /** Reads the last datagram that came, as a message of a session. */
  V5Message lastMessage(SimNet<DiscoveryEvent>.Host at, Session session) {
    V5Packet.Ordinary packet = (V5Packet.Ordinary) codec().decode(at.received().getLast());
    Bytes plain =
        crypto.decrypt(
            session.keys.recipient(), packet.nonce(), packet.message(), packet.additionalData());
    return V5MessageCodec.decode(plain, record -> NodeRecord.decode(world.curve, record));
  }

  static NodeRecord record(NodeKey of) {
    return NodeRecord.builder().sign(of, 1);
  }
}
