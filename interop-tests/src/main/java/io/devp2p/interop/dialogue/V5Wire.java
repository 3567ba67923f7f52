package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Crypto;
import io.devp2p.discovery.v5.V5MessageCodec;
import io.devp2p.discovery.v5.V5Packet;
import io.devp2p.discovery.v5.V5Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Packets of discv5 between a key at a socket and one other node, and the transcript of them. */
final class V5Wire {

  private static final int IV = 16;
  private static final int NONCE = 12;
  private static final int UNREADABLE = 20;

  private final Scene scene;
  private final NodeKey key;
  private final NodeId self;
  private final NodeRecord record;
  private final UdpLine line;
  private Optional<InetSocketAddress> remote = Optional.empty();
  private Optional<NodeId> theirId = Optional.empty();
  private Optional<PublicKey> theirKey = Optional.empty();
  private final V5Codec codec;
  private final V5Crypto crypto = new V5Crypto(Curves.best());
  private Optional<V5Session> session = Optional.empty();
  private Optional<Bytes> challengeData = Optional.empty();

  /** With nobody yet: whoever speaks first is the other node. */
  V5Wire(Scene scene, NodeKey key, NodeRecord record, UdpLine line) {
    this.scene = scene;
    this.key = key;
    this.self = NodeId.of(key.publicKey());
    this.record = record;
    this.line = line;
    this.codec = new V5Codec(self);
  }

  /** With a node that is known. */
  V5Wire with(Node node) {
    remote = Optional.of(node.endpoint().udpAddress());
    theirId = Optional.of(node.id());
    theirKey = Optional.of(node.key());
    return this;
  }

  Scene scene() {
    return scene;
  }

  NodeRecord record() {
    return record;
  }

  InetSocketAddress address() {
    return line.address();
  }

  Optional<V5Session> session() {
    return session;
  }

  void adopt(V5Session other) {
    session = Optional.of(other);
  }

  private NodeId them() {
    return theirId.orElseThrow();
  }

  /** Sends bytes as they are. */
  void sendRaw(String what, Bytes datagram, Bytes plain) throws IOException {
    InetSocketAddress to = remote.orElseThrow();
    scene
        .transcript()
        .add(
            Transcript.Kind.SENT,
            address(),
            to,
            what + ", " + datagram.size() + " bytes",
            datagram,
            plain);
    line.send(to, datagram);
  }

  /** Sends what nobody can read, and gives its nonce. */
  Bytes unreadable() throws IOException {
    Bytes nonce = scene.bytes(NONCE);
    V5Codec.Framed frame = codec.ordinary(them(), self, scene.bytes(IV), nonce);
    sendRaw("unreadable packet", frame.with(scene.bytes(UNREADABLE)), Bytes.EMPTY);
    return nonce;
  }

  /** A message of the session as a datagram. */
  Bytes ordinary(Bytes nonce, Bytes plain) {
    V5Codec.Framed frame = codec.ordinary(them(), self, scene.bytes(IV), nonce);
    V5Session with = session.orElseThrow();
    return frame.with(crypto.encrypt(with.write(), nonce, plain, frame.additionalData()));
  }

  /** Sends a message of the session, and gives its nonce. */
  Bytes say(String what, Bytes plain) throws IOException {
    Bytes nonce = scene.bytes(NONCE);
    sendRaw(what, ordinary(nonce, plain), plain);
    return nonce;
  }

  /** Demands a handshake. */
  void challenge(Bytes nonce) throws IOException {
    V5Codec.Framed frame = codec.whoareyou(them(), scene.bytes(IV), nonce, scene.bytes(IV), 0);
    challengeData = Optional.of(frame.additionalData());
    sendRaw("WHOAREYOU", frame.masked(), Bytes.EMPTY);
  }

  /** Answers a challenge; the session begins. */
  Bytes shake(V5Packet.Whoareyou challenge, V5Shake shake, Bytes plain) throws IOException {
    NodeKey ephemeral = scene.key();
    Bytes point = ephemeral.publicKey().compressed();
    V5Crypto.Keys keys =
        crypto.deriveKeys(
            ephemeral, theirKey.orElseThrow(), self, them(), challenge.challengeData());
    session = Optional.of(new V5Session(keys.initiator(), keys.recipient()));
    Bytes proof = crypto.signIdentity(key, challenge.challengeData(), point, them());
    Bytes nonce = scene.bytes(NONCE);
    V5Codec.Framed frame =
        codec.handshake(
            them(),
            self,
            scene.bytes(IV),
            nonce,
            shake.signature().apply(proof),
            shake.ephemeral().apply(point),
            shake.record());
    Bytes sealed = crypto.encrypt(keys.initiator(), nonce, plain, frame.additionalData());
    Bytes datagram = frame.with(shake.message().apply(sealed));
    sendRaw("handshake", datagram, plain);
    return datagram;
  }

  /**
   * The next packet of the other node, if one comes in time.
   *
   * @throws Deviation if it is discv5 that cannot be read
   */
  Optional<V5Heard> hear(Duration wait) throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<UdpLine.Arrival> arrival = line.receive(Duration.ofNanos(left));
      if (arrival.isPresent()) {
        InetSocketAddress from = arrival.get().from();
        Bytes datagram = arrival.get().datagram();
        if (remote.orElse(from).equals(from)) {
          remote = Optional.of(from);
          return Optional.of(read(datagram));
        }
        note("of a stranger", from, datagram, Bytes.EMPTY);
      }
    }
    return Optional.empty();
  }

  private V5Heard read(Bytes datagram) throws Deviation {
    if (!codec.isV5(datagram)) {
      note("no discv5", datagram, Bytes.EMPTY);
      return new V5Heard.Foreign(datagram.size());
    }
    try {
      return switch (codec.decode(datagram)) {
        case V5Packet.Whoareyou packet -> {
          note("WHOAREYOU of " + packet.nonce(), datagram, Bytes.EMPTY);
          yield new V5Heard.Challenge(packet);
        }
        case V5Packet.Ordinary packet -> ordinary(packet, datagram);
        case V5Packet.Handshake packet -> handshake(packet, datagram);
      };
    } catch (Violation wrong) {
      note(wrong.rule().name(), datagram, Bytes.EMPTY);
      throw new Deviation("a packet that cannot be read: " + wrong.rule().name());
    }
  }

  private V5Heard ordinary(V5Packet.Ordinary packet, Bytes datagram) {
    if (session.isPresent()) {
      try {
        Bytes plain =
            crypto.decrypt(
                session.get().read(), packet.nonce(), packet.message(), packet.additionalData());
        return said(plain, datagram);
      } catch (Violation otherKeys) {
        if (otherKeys.rule() != V5Rule.V5_DECRYPTION) {
          throw otherKeys;
        }
      }
    }
    theirId = theirId.or(() -> Optional.of(packet.source()));
    note("unreadable packet", datagram, Bytes.EMPTY);
    return new V5Heard.Unreadable(packet.nonce());
  }

  private V5Heard handshake(V5Packet.Handshake packet, Bytes datagram) throws Deviation {
    Bytes challenge =
        challengeData.orElseThrow(() -> new Deviation("a handshake that nobody asked for"));
    NodeRecord theirs =
        NodeRecord.decode(
            packet.record().orElseThrow(() -> new Deviation("a handshake without record")));
    Deviation.unless(theirs.id().equals(them()), "the record in the handshake is another's");
    Deviation.unless(
        crypto.verifyIdentity(
            packet.idSignature(), theirs.publicKey(), challenge, packet.ephemeralKey(), self),
        "the handshake proves no identity");
    V5Crypto.Keys keys =
        crypto.deriveKeys(
            key, PublicKey.ofCompressed(packet.ephemeralKey()), them(), self, challenge);
    session = Optional.of(new V5Session(keys.recipient(), keys.initiator()));
    challengeData = Optional.empty();
    Bytes plain =
        crypto.decrypt(keys.initiator(), packet.nonce(), packet.message(), packet.additionalData());
    return said(plain, datagram);
  }

  private V5Heard said(Bytes plain, Bytes datagram) {
    V5Heard.Said said =
        new V5Heard.Said(V5MessageCodec.decode(plain, NodeRecord::decode), datagram.size());
    note(said.message().toString(), datagram, plain);
    return said;
  }

  private void note(String what, Bytes datagram, Bytes plain) {
    note(what, remote.orElseThrow(), datagram, plain);
  }

  private void note(String what, InetSocketAddress from, Bytes datagram, Bytes plain) {
    scene.transcript().add(Transcript.Kind.RECEIVED, address(), from, what, datagram, plain);
  }
}
