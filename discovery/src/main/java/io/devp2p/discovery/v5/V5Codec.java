package io.devp2p.discovery.v5;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import io.devp2p.core.node.NodeId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.bytes.MutableBytes;

/**
 * discv5 packets on the wire: {@code masking-iv 16 || masked header || message} (discv5-wire.md,
 * Packet Encoding). Made for the id of one node, which reads its own packets and writes those of
 * others. Keeps its ciphers. Not thread-safe.
 */
public final class V5Codec {

  /** Smallest packet in bytes: a WHOAREYOU. */
  public static final int MIN_SIZE = 63;

  private static final byte[] PROTOCOL = "discv5".getBytes(US_ASCII);
  private static final short VERSION = 1;
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

  // A cipher for each use: one that changes its key makes a new key schedule, which costs more than
  // the packet.
  private final SecretKeySpec ownMask;
  private final Cipher block;
  private final Cipher reading;
  private final Cipher writing;

  /** A codec for the node of this id. */
  public V5Codec(NodeId self) {
    ownMask = mask(self);
    try {
      block = Cipher.getInstance("AES/ECB/NoPadding");
      block.init(Cipher.ENCRYPT_MODE, ownMask);
      reading = Cipher.getInstance("AES/CTR/NoPadding");
      writing = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM has no AES", missing);
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
      byte[] datagram = Arrays.copyOf(masked.toArrayUnsafe(), masked.size() + message.size());
      message.copyTo(MutableBytes.wrap(datagram), masked.size());
      return Bytes.wrap(datagram);
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
    // The first block of AES-CTR is that of its IV.
    byte[] mask = encrypted(datagram.slice(0, IV).toArrayUnsafe());
    for (int i = 0; i < PROTOCOL.length; i++) {
      if ((datagram.get(IV + i) ^ mask[i]) != PROTOCOL[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] encrypted(byte[] iv) {
    try {
      return block.doFinal(iv);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES refuses to work", impossible);
    }
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
    byte[] plain = new byte[size];
    System.arraycopy(packet, 0, plain, 0, IV);
    crypt(reading, ownMask, packet, plain);
    int fixed = IV + PROTOCOL.length;
    boolean ours = Arrays.equals(plain, IV, fixed, PROTOCOL, 0, PROTOCOL.length);
    Violation.unless(ours, V5Rule.V5_PROTOCOL_ID);
    Violation.unless(uint16(plain, fixed) == VERSION, V5Rule.V5_VERSION);
    int flag = plain[fixed + 2];
    Violation.unless(flag >= 0 && flag <= 2, V5Rule.V5_FLAG);
    int authdataAt = IV + STATIC_HEADER;
    int authSize = uint16(plain, authdataAt - 2);
    Violation.unless(authSize <= size - authdataAt, V5Rule.V5_AUTHDATA);
    Violation.unless(flag == 1 || size - authdataAt >= MIN_BEHIND_HEADER, V5Rule.V5_SIZE);
    Bytes covered = Bytes.wrap(Arrays.copyOf(plain, authdataAt + authSize));
    Bytes nonce = covered.slice(fixed + 3, NONCE).copy();
    Bytes authdata = covered.slice(authdataAt);
    Bytes message = datagram.slice(covered.size()).copy();
    return switch (flag) {
      case 0 -> ordinary(nonce, authdata, message, covered);
      case 1 -> whoareyou(nonce, authdata, message, covered);
      default -> handshake(nonce, authdata, message, covered);
    };
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
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
    byte[] plain = new byte[IV + STATIC_HEADER + authdata.size()];
    ByteBuffer header = ByteBuffer.wrap(plain);
    header.put(maskingIv.toArrayUnsafe()).put(PROTOCOL).putShort(VERSION).put((byte) flag);
    header.put(nonce.toArrayUnsafe()).putShort((short) authdata.size());
    header.put(authdata.toArrayUnsafe());
    byte[] masked = plain.clone();
    crypt(writing, mask(to), plain, masked);
    return new Framed(Bytes.wrap(masked), Bytes.wrap(plain));
  }

  /** Masks or unmasks what stands behind the IV; AES-CTR is the same both ways. */
  private static void crypt(Cipher ctr, SecretKeySpec key, byte[] packet, byte[] result) {
    try {
      ctr.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(packet, 0, IV));
      ctr.doFinal(packet, IV, packet.length - IV, result, IV);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-CTR refuses to work", impossible);
    }
  }
}
