package io.devp2p.discovery.v5;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeId;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * discv5 packets on the wire: {@code masking-iv 16 || masked header || message} (discv5-wire.md,
 * Packet Encoding). Made for the id of one node, which reads its own packets and writes those of
 * others. Keeps its ciphers. Not thread-safe.
 */
public final class V5Codec {

  /** Smallest packet in bytes: a WHOAREYOU. */
  public static final int MIN_SIZE = 63;

  private static final byte[] PROTOCOL = "discv5".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int IV = 16;
  private static final int NONCE = 12;
  private static final int STATIC_HEADER = 23;
  private static final int ORDINARY_AUTHDATA = 32;
  private static final int WHOAREYOU_AUTHDATA = 24;
  private static final int HANDSHAKE_FIXED = 34;
  private static final int SIGNATURE = 64;
  private static final int EPHEMERAL_KEY = 33;

  /** What an ordinary or handshake packet has at least behind its static header (as geth). */
  private static final int MIN_BEHIND_HEADER = 48;

  private final SecretKeySpec ownMask;
  private final Cipher ctr;

  /** A codec for the node of this id. */
  public V5Codec(NodeId self) {
    ownMask = mask(self);
    try {
      ctr = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM has no AES-CTR", missing);
    }
  }

  /**
   * A packet that is ready but for its message.
   *
   * @param additionalData masking IV and header, which the tag of the message covers; for a
   *     WHOAREYOU its challenge data
   */
  public record Framed(Bytes masked, Bytes additionalData) {

    /** The datagram with an encrypted message. */
    public Bytes with(Bytes message) {
      return Bytes.concatenate(masked, message);
    }
  }

  private static SecretKeySpec mask(NodeId id) {
    return new SecretKeySpec(id.bytes().toArrayUnsafe(), 0, 16, "AES");
  }

  /** Whether a datagram is discv5 for us, by one block of AES; all else may be discv4. */
  public boolean isV5(Bytes datagram) {
    if (datagram.size() < MIN_SIZE) {
      return false;
    }
    byte[] start = datagram.slice(0, IV + PROTOCOL.length).toArrayUnsafe();
    byte[] plain = crypt(ownMask, start, IV, PROTOCOL.length, start);
    return Arrays.equals(plain, PROTOCOL);
  }

  /**
   * Unmasks and takes a packet apart.
   *
   * @throws Violation {@link V5Rule#V5_SIZE}, {@link V5Rule#V5_PROTOCOL_ID}, {@link
   *     V5Rule#V5_VERSION}, {@link V5Rule#V5_FLAG} or {@link V5Rule#V5_AUTHDATA}
   */
  public V5Packet decode(Bytes datagram) {
    int size = datagram.size();
    Violation.unless(size >= MIN_SIZE && size <= Bounds.UDP_PACKET, V5Rule.V5_SIZE);
    byte[] packet = datagram.toArrayUnsafe();
    // Unmasking all at once costs less than restarting the cipher, and what lies behind is unused.
    byte[] plain = crypt(ownMask, packet, IV, size - IV, packet);
    Bytes header = Bytes.wrap(plain);
    boolean ours = Arrays.equals(plain, 0, PROTOCOL.length, PROTOCOL, 0, PROTOCOL.length);
    Violation.unless(ours, V5Rule.V5_PROTOCOL_ID);
    Violation.unless(header.slice(6, 2).toInt() == VERSION, V5Rule.V5_VERSION);
    int flag = header.get(8);
    Violation.unless(flag >= 0 && flag <= 2, V5Rule.V5_FLAG);
    int authSize = header.slice(21, 2).toInt();
    int behind = size - IV - STATIC_HEADER;
    Violation.unless(authSize <= behind, V5Rule.V5_AUTHDATA);
    Violation.unless(flag == 1 || behind >= MIN_BEHIND_HEADER, V5Rule.V5_SIZE);
    int headerSize = STATIC_HEADER + authSize;
    Bytes nonce = header.slice(9, NONCE).copy();
    Bytes authdata = header.slice(STATIC_HEADER, authSize);
    Bytes message = datagram.slice(IV + headerSize).copy();
    Bytes covered = Bytes.concatenate(datagram.slice(0, IV), header.slice(0, headerSize));
    return switch (flag) {
      case 0 -> ordinary(nonce, authdata, message, covered);
      case 1 -> whoareyou(nonce, authdata, message, covered);
      default -> handshake(nonce, authdata, message, covered);
    };
  }

  private static V5Packet ordinary(Bytes nonce, Bytes authdata, Bytes message, Bytes covered) {
    Violation.unless(authdata.size() == ORDINARY_AUTHDATA, V5Rule.V5_AUTHDATA);
    return new V5Packet.Ordinary(id(authdata), nonce, message, covered);
  }

  private static V5Packet whoareyou(Bytes nonce, Bytes authdata, Bytes message, Bytes covered) {
    Violation.unless(
        authdata.size() == WHOAREYOU_AUTHDATA && message.isEmpty(), V5Rule.V5_AUTHDATA);
    long enrSeq = authdata.slice(16, 8).toLong();
    return new V5Packet.Whoareyou(nonce, authdata.slice(0, 16).copy(), enrSeq, covered);
  }

  private static V5Packet handshake(Bytes nonce, Bytes authdata, Bytes message, Bytes covered) {
    int fixed = HANDSHAKE_FIXED + SIGNATURE + EPHEMERAL_KEY;
    Violation.unless(authdata.size() >= fixed, V5Rule.V5_AUTHDATA);
    boolean sizes = authdata.get(32) == SIGNATURE && authdata.get(33) == EPHEMERAL_KEY;
    Violation.unless(sizes, V5Rule.V5_AUTHDATA);
    Bytes record = authdata.slice(fixed).copy();
    return new V5Packet.Handshake(
        id(authdata),
        nonce,
        authdata.slice(HANDSHAKE_FIXED, SIGNATURE).copy(),
        authdata.slice(HANDSHAKE_FIXED + SIGNATURE, EPHEMERAL_KEY).copy(),
        record.isEmpty() ? Optional.empty() : Optional.of(record),
        message,
        covered);
  }

  private static NodeId id(Bytes authdata) {
    return new NodeId(Bytes32.wrap(authdata.slice(0, 32).toArray()));
  }

  /** An ordinary packet. */
  public Framed ordinary(NodeId to, NodeId source, Bytes maskingIv, Bytes nonce) {
    return frame(to, maskingIv, 0, nonce, source.bytes());
  }

  /** A WHOAREYOU: complete as it is. */
  public Framed whoareyou(NodeId to, Bytes maskingIv, Bytes nonce, Bytes idNonce, long enrSeq) {
    Bytes authdata = Bytes.concatenate(idNonce, Bytes.ofUnsignedLong(enrSeq));
    return frame(to, maskingIv, 1, nonce, authdata);
  }

  /** A handshake packet; {@code record} is our own where the other side has an older one. */
  public Framed handshake(
      NodeId to,
      NodeId source,
      Bytes maskingIv,
      Bytes nonce,
      Bytes idSignature,
      Bytes ephemeralKey,
      Optional<Bytes> record) {
    Bytes sizes = Bytes.of(SIGNATURE, EPHEMERAL_KEY);
    Bytes authdata =
        Bytes.concatenate(
            source.bytes(), sizes, idSignature, ephemeralKey, record.orElse(Bytes.EMPTY));
    return frame(to, maskingIv, 2, nonce, authdata);
  }

  private Framed frame(NodeId to, Bytes maskingIv, int flag, Bytes nonce, Bytes authdata) {
    Bytes header =
        Bytes.concatenate(
            Bytes.wrap(PROTOCOL),
            Bytes.of(0, VERSION, flag),
            nonce,
            Bytes.ofUnsignedShort(authdata.size()),
            authdata);
    byte[] plain = header.toArrayUnsafe();
    byte[] masked = crypt(mask(to), plain, 0, plain.length, maskingIv.toArrayUnsafe());
    return new Framed(
        Bytes.concatenate(maskingIv, Bytes.wrap(masked)), Bytes.concatenate(maskingIv, header));
  }

  /** AES-CTR is the same both ways; the IV is the first 16 bytes of {@code iv}. */
  private byte[] crypt(SecretKeySpec key, byte[] data, int offset, int length, byte[] iv) {
    try {
      ctr.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv, 0, IV));
      return ctr.doFinal(data, offset, length);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-CTR refuses to work", impossible);
    }
  }
}
