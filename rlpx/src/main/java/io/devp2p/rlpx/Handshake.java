package io.devp2p.rlpx;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.crypto.Signatures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The RLPx handshake of one side (devp2p rlpx.md, initial handshake; EIP-8 form only), without I/O.
 * In order: {@link #open}, {@link #take} until it says that the packet of the peer is whole, {@link
 * #finish}. Only {@code open} and {@code finish} do elliptic-curve work, about half a millisecond
 * each; they may run on another thread than {@code take}, if the caller hands over safely. Not
 * thread-safe.
 */
public final class Handshake {

  private static final int SIZE_FIELD = 2;
  private static final int MIN_PADDING = 100;
  private static final int MAX_PADDING = 300;

  private final NodeKey key;
  private final Optional<PublicKey> remote;
  private final RandomGenerator random;
  private final Supplier<NodeKey> ephemeralKeys;
  private final Bytes32 nonce;
  private byte[] packet = new byte[SIZE_FIELD];
  private int filled;
  private Bytes sent = Bytes.EMPTY;
  private Optional<NodeKey> ephemeral = Optional.empty();

  private Handshake(
      NodeKey key,
      Optional<PublicKey> remote,
      Supplier<NodeKey> ephemeralKeys,
      Bytes32 nonce,
      RandomGenerator random) {
    this.key = key;
    this.remote = remote;
    this.random = random;
    this.ephemeralKeys = ephemeralKeys;
    this.nonce = nonce;
  }

  /** The side that opened the connection, which must know whom it talks to. */
  public static Handshake initiator(NodeKey key, PublicKey remote, RandomGenerator random) {
    return new Handshake(
        key,
        Optional.of(remote),
        () -> NodeKey.generate(key.curve(), random),
        nonce(random),
        random);
  }

  /** The side that accepted the connection. */
  public static Handshake recipient(NodeKey key, RandomGenerator random) {
    return new Handshake(
        key, Optional.empty(), () -> NodeKey.generate(key.curve(), random), nonce(random), random);
  }

  /** A side with a given ephemeral key and nonce, for vectors. */
  static Handshake of(
      NodeKey key,
      Optional<PublicKey> remote,
      NodeKey ephemeral,
      Bytes32 nonce,
      RandomGenerator random) {
    return new Handshake(key, remote, () -> ephemeral, nonce, random);
  }

  private static Bytes32 nonce(RandomGenerator random) {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return Bytes32.wrap(nonce);
  }

  /** The packet to send first: auth of the initiator, none of the recipient. */
  public Optional<Bytes> open() {
    return remote.map(to -> {
      Bytes32 token = x(key, to).xor(nonce);
      Bytes signature = ephemeral().sign(token);
      sent = seal(new HandshakeMessage.Auth(signature, key.publicKey().bytes(), nonce), to);
      return sent;
    });
  }

  /**
   * Takes bytes of the peer's packet in, and none that follow it.
   *
   * @return whether the packet is whole
   * @throws Violation {@link RlpxRule#RLPX_HANDSHAKE_SIZE} by the first two bytes
   */
  public boolean take(ByteBuffer in) {
    fill(in);
    if (packet.length == SIZE_FIELD && filled == SIZE_FIELD) {
      int size = HandshakeMessage.checkSize((packet[0] & 0xff) << 8 | packet[1] & 0xff);
      packet = Arrays.copyOf(packet, SIZE_FIELD + size);
      fill(in);
    }
    return isWhole();
  }

  private boolean isWhole() {
    return packet.length > SIZE_FIELD && filled == packet.length;
  }

  private void fill(ByteBuffer in) {
    int count = Math.min(in.remaining(), packet.length - filled);
    in.get(packet, filled, count);
    filled += count;
  }

  /**
   * How a handshake ends.
   *
   * @param reply the packet to send last: ack of the recipient, none of the initiator
   */
  public record Result(Optional<Bytes> reply, Secrets secrets) {}

  /**
   * Judges the packet of the peer, which must be whole.
   *
   * @throws Violation of an {@link RlpxRule}, an RLP rule or of a key or signature that is none
   */
  public Result finish() {
    if (!isWhole()) {
      throw new IllegalStateException("BUG: the handshake packet is not whole");
    }
    byte[] sizeField = Arrays.copyOf(packet, SIZE_FIELD);
    byte[] plain = Ecies.decrypt(key, packet, SIZE_FIELD, sizeField);
    return remote.isPresent() ? finishInitiator(remote.get(), plain) : finishRecipient(plain);
  }

  private Result finishInitiator(PublicKey peer, byte[] plain) {
    HandshakeMessage.Ack ack = HandshakeMessage.Ack.decode(plain);
    Bytes32 shared = x(ephemeral(), PublicKey.of(key.curve(), ack.ephemeralKey()));
    return new Result(Optional.empty(), secrets(peer, shared, ack.nonce()));
  }

  private Result finishRecipient(byte[] plain) {
    HandshakeMessage.Auth auth = HandshakeMessage.Auth.decode(plain);
    PublicKey peer = PublicKey.of(key.curve(), auth.publicKey());
    Bytes32 token = x(key, peer).xor(auth.nonce());
    PublicKey theirEphemeral = Signatures.recover(key.curve(), token, auth.signature());
    sent = seal(new HandshakeMessage.Ack(ephemeral().publicKey().bytes(), nonce), peer);
    return new Result(
        Optional.of(sent), secrets(peer, x(ephemeral(), theirEphemeral), auth.nonce()));
  }

  private Secrets secrets(PublicKey peer, Bytes32 shared, Bytes32 theirNonce) {
    return Secrets.derive(
        peer,
        shared,
        remote.isPresent(),
        new Secrets.Spoken(nonce, sent),
        new Secrets.Spoken(theirNonce, Bytes.wrap(packet)));
  }

  /** Made when it is first needed: a recipient that is sent garbage makes none. */
  private NodeKey ephemeral() {
    NodeKey made = ephemeral.orElseGet(ephemeralKeys);
    ephemeral = Optional.of(made);
    return made;
  }

  private static Bytes32 x(NodeKey secret, PublicKey other) {
    return Bytes32.wrap(secret.ecdh(other), 1);
  }

  private Bytes seal(HandshakeMessage message, PublicKey to) {
    Bytes body = message.encode();
    // Padding hides which implementation speaks (EIP-8); its content is encrypted.
    byte[] plain = new byte[body.size() + random.nextInt(MIN_PADDING, MAX_PADDING + 1)];
    System.arraycopy(body.toArrayUnsafe(), 0, plain, 0, body.size());
    int size = plain.length + Ecies.OVERHEAD;
    byte[] prefix = {(byte) (size >>> 8), (byte) size};
    byte[] sealed = Ecies.encrypt(NodeKey.generate(key.curve(), random), to, plain, prefix, random);
    return Bytes.wrap(Bytes.wrap(prefix), Bytes.wrap(sealed)).copy();
  }
}
