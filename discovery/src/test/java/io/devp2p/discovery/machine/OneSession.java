package io.devp2p.discovery.machine;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Secp256k1;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Crypto;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5MessageCodec;
import io.devp2p.discovery.v5.V5Packet;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;

/**
 * A node made by hand that pings another one and has one session with it, as go-ethereum: a new one
 * takes the place of the old one when a handshake was sent, and when one came. What it cannot read
 * it challenges; while a challenge is open it sends the same again.
 */
final class OneSession implements CrossedSessionsTest.Side {

  private static final Bytes IV = Bytes.repeat((byte) 7, 16);

  private final Secp256k1 curve;
  private final NodeKey key;
  private final PublicKey other;
  private final InetSocketAddress otherAddress;
  private final V5Codec codec;
  private final V5Crypto crypto;
  private final Random random = new Random(2);
  private final Queue<Bytes> sent = new ArrayDeque<>();
  private Optional<SecretKeySpec> write = Optional.empty();
  private Optional<SecretKeySpec> read = Optional.empty();
  private Optional<V5Codec.Framed> challenge = Optional.empty();
  private Bytes asked = Bytes.EMPTY;
  private boolean shookHands;
  private int pings;
  private int pongs;

  OneSession(Secp256k1 curve, NodeKey key, PublicKey other, InetSocketAddress otherAddress) {
    this.curve = curve;
    this.key = key;
    this.other = other;
    this.otherAddress = otherAddress;
    this.codec = new V5Codec(id());
    this.crypto = new V5Crypto(curve);
  }

  private NodeId id() {
    return NodeId.of(key.publicKey());
  }

  private NodeId otherId() {
    return NodeId.of(other);
  }

  @Override
  public void ping() {
    pings++;
    shookHands = false;
    if (write.isPresent()) {
      asked = send(question());
    } else {
      asked = random(12);
      sent.add(codec.ordinary(otherId(), id(), IV, asked).with(random(20)));
    }
  }

  private V5Message question() {
    return new V5Message.Ping(Bytes.of(pings), 1);
  }

  private Bytes send(V5Message message) {
    Bytes nonce = random(12);
    seal(codec.ordinary(otherId(), id(), IV, nonce), nonce, message);
    return nonce;
  }

  private void seal(V5Codec.Framed frame, Bytes nonce, V5Message message) {
    Bytes plain = V5MessageCodec.encode(message);
    sent.add(frame.with(crypto.encrypt(write.orElseThrow(), nonce, plain, frame.additionalData())));
  }

  @Override
  public void receive(Bytes datagram) {
    switch (codec.decode(datagram)) {
      case V5Packet.Ordinary packet ->
          read.flatMap(k -> decrypt(k, packet.nonce(), packet.message(), packet.additionalData()))
              .ifPresentOrElse(this::onMessage, () -> challenge(packet.nonce()));
      case V5Packet.Whoareyou packet -> {
        if (packet.nonce().equals(asked) && !shookHands) {
          shookHands = true;
          shakeHands(packet.challengeData());
        }
      }
      case V5Packet.Handshake packet -> challenge.ifPresent(open -> onHandshake(open, packet));
    }
  }

  private void challenge(Bytes nonce) {
    V5Codec.Framed frame =
        challenge.orElseGet(() -> codec.whoareyou(otherId(), IV, nonce, random(16), 0));
    challenge = Optional.of(frame);
    sent.add(frame.masked());
  }

  private void shakeHands(Bytes challengeData) {
    NodeKey ephemeral = NodeKey.generate(curve, random);
    Bytes point = ephemeral.publicKey().compressed();
    keys(crypto.deriveKeys(ephemeral, other, id(), otherId(), challengeData), true);
    Bytes nonce = random(12);
    Bytes signature = crypto.signIdentity(key, challengeData, point, otherId());
    NodeRecord record = NodeRecord.builder().sign(key, 1);
    seal(
        codec.handshake(
            otherId(), id(), IV, nonce, signature, point, Optional.of(record.encoded())),
        nonce,
        question());
  }

  private void onHandshake(V5Codec.Framed open, V5Packet.Handshake packet) {
    challenge = Optional.empty();
    PublicKey ephemeral = PublicKey.ofCompressed(curve, packet.ephemeralKey());
    keys(crypto.deriveKeys(key, ephemeral, otherId(), id(), open.additionalData()), false);
    decrypt(read.orElseThrow(), packet.nonce(), packet.message(), packet.additionalData())
        .ifPresent(this::onMessage);
  }

  private void keys(V5Crypto.Keys keys, boolean initiator) {
    write = Optional.of(initiator ? keys.initiator() : keys.recipient());
    read = Optional.of(initiator ? keys.recipient() : keys.initiator());
  }

  private Optional<Bytes> decrypt(SecretKeySpec by, Bytes nonce, Bytes message, Bytes covered) {
    try {
      return Optional.of(crypto.decrypt(by, nonce, message, covered));
    } catch (Violation otherKey) {
      return Optional.empty();
    }
  }

  private void onMessage(Bytes plain) {
    switch (V5MessageCodec.decode(plain, record -> NodeRecord.decode(curve, record))) {
      case V5Message.Ping ping ->
          send(
              new V5Message.Pong(
                  ping.requestId(), 1, otherAddress.getAddress(), otherAddress.getPort()));
      case V5Message.Pong pong -> pongs += pong.requestId().equals(Bytes.of(pings)) ? 1 : 0;
      default -> throw new AssertionError("nobody sends anything else");
    }
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Override
  public Queue<Bytes> sent() {
    return sent;
  }

  @Override
  public boolean isAnswered() {
    return pongs == pings;
  }
}
