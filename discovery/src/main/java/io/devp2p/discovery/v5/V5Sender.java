package io.devp2p.discovery.v5;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.machine.Outbox;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.guard.Place;
import io.devp2p.discovery.guard.Traffic;
import io.devp2p.discovery.self.LocalNode;
import io.devp2p.discovery.table.Observation;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/** Makes our packets. Not thread-safe. */
final class V5Sender {

  private static final int IV = 16;
  private static final int NONCE = 12;
  private static final int ID_NONCE = 16;

  /** Bytes that cannot be read, where there is no session yet (as go-ethereum). */
  private static final int UNREADABLE = 20;

  private final LocalNode local;
  private final V5Codec codec;
  private final V5Crypto crypto;
  private final RandomGenerator random;
  private final Traffic traffic;

  V5Sender(
      LocalNode local, V5Codec codec, V5Crypto crypto, RandomGenerator random, Traffic traffic) {
    this.local = local;
    this.codec = codec;
    this.crypto = crypto;
    this.random = random;
    this.traffic = traffic;
  }

  /** An id of 8 bytes without a leading zero, which some clients lose. */
  Bytes requestId() {
    byte[] id = bytes(V5Message.MAX_REQUEST_ID);
    id[0] |= 1;
    return Bytes.wrap(id);
  }

  /**
   * Sends a message of a session.
   *
   * @return the nonce of its packet
   */
  Bytes message(Place to, V5Sessions.Session session, V5Message message, Outbox<Observation> out) {
    Bytes nonce = nonce(session);
    V5Codec.Framed frame = codec.ordinary(to.node(), local.id(), iv(), nonce);
    seal(to, frame, session, nonce, message, out);
    return nonce;
  }

  /**
   * Sends what makes the other side ask who we are.
   *
   * @return the nonce of the packet
   */
  Bytes unreadable(Place to, Outbox<Observation> out) {
    Bytes nonce = Bytes.wrap(bytes(NONCE));
    V5Codec.Framed frame = codec.ordinary(to.node(), local.id(), iv(), nonce);
    traffic.sent("RANDOM/v5");
    out.send(to.address(), frame.with(Bytes.wrap(bytes(UNREADABLE))));
    return nonce;
  }

  /** Makes and sends a challenge. */
  V5Sessions.Challenge challenge(
      long now, Place to, Bytes nonce, Optional<NodeRecord> known, Outbox<Observation> out) {
    long seq = known.map(NodeRecord::seq).orElse(0L);
    V5Codec.Framed frame =
        codec.whoareyou(to.node(), iv(), nonce, Bytes.wrap(bytes(ID_NONCE)), seq);
    V5Sessions.Challenge challenge =
        new V5Sessions.Challenge(frame.masked(), frame.additionalData(), known, now);
    repeat(to, challenge, out);
    return challenge;
  }

  /** Sends a challenge as it was sent before. */
  void repeat(Place to, V5Sessions.Challenge challenge, Outbox<Observation> out) {
    traffic.sent("WHOAREYOU/v5");
    out.send(to.address(), challenge.datagram());
  }

  /**
   * Answers a challenge, with a message in the session that it starts.
   *
   * @return the session, which the other side has yet to use
   */
  V5Sessions.Session handshake(
      long now,
      Place to,
      PublicKey theirs,
      V5Packet.Whoareyou challenge,
      V5Message message,
      Outbox<Observation> out) {
    NodeKey ephemeral = NodeKey.generate(local.key().curve(), random);
    Bytes ephemeralKey = ephemeral.publicKey().compressed();
    NodeId self = local.id();
    V5Crypto.Keys keys =
        crypto.deriveKeys(ephemeral, theirs, self, to.node(), challenge.challengeData());
    V5Sessions.Session session = new V5Sessions.Session(keys.initiator(), keys.recipient(), now);
    Bytes signature =
        crypto.signIdentity(local.key(), challenge.challengeData(), ephemeralKey, to.node());
    NodeRecord own = local.record();
    Optional<Bytes> record =
        Long.compareUnsigned(challenge.enrSeq(), own.seq()) < 0
            ? Optional.of(own.encoded())
            : Optional.empty();
    Bytes nonce = nonce(session);
    V5Codec.Framed frame =
        codec.handshake(to.node(), self, iv(), nonce, signature, ephemeralKey, record);
    seal(to, frame, session, nonce, message, out);
    return session;
  }

  private void seal(
      Place to,
      V5Codec.Framed frame,
      V5Sessions.Session session,
      Bytes nonce,
      V5Message message,
      Outbox<Observation> out) {
    Bytes plaintext = V5MessageCodec.encode(message);
    traffic.sent(name(message));
    out.send(
        to.address(),
        frame.with(crypto.encrypt(session.write(), nonce, plaintext, frame.additionalData())));
  }

  /** The name of a message in counters. */
  static String name(V5Message message) {
    return switch (message) {
      case V5Message.Ping ping -> "PING/v5";
      case V5Message.Pong pong -> "PONG/v5";
      case V5Message.FindNode find -> "FINDNODE/v5";
      case V5Message.Nodes nodes -> "NODES/v5";
      case V5Message.TalkRequest talk -> "TALKREQ/v5";
      case V5Message.TalkResponse talk -> "TALKRESP/v5";
      case V5Message.RegTopic topic -> "REGTOPIC/v5";
      case V5Message.RegConfirmation topic -> "REGCONFIRMATION/v5";
      case V5Message.TopicQuery topic -> "TOPICQUERY/v5";
      case V5Message.TopicNodes topic -> "TOPICNODES/v5";
    };
  }

  private Bytes nonce(V5Sessions.Session session) {
    ByteBuffer nonce = ByteBuffer.allocate(NONCE);
    return Bytes.wrap(nonce.putInt(session.next()).put(bytes(NONCE - Integer.BYTES)).array());
  }

  private Bytes iv() {
    return Bytes.wrap(bytes(IV));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
