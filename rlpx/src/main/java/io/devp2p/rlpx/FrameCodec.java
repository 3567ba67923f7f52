package io.devp2p.rlpx;

import io.devp2p.core.Bounds;
import io.devp2p.core.Violation;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Frames of one connection (devp2p rlpx.md, framing), without I/O. A frame's body is a message id
 * and its data. Work and memory are linear in the bytes received, whatever a header declares. After
 * a {@link Violation} the incoming direction is dead and {@link #take} must not be called again.
 * Not thread-safe.
 */
public final class FrameCodec {

  private static final int HEADER = 16;
  private static final int HEAD = HEADER + MacState.SIZE;
  private static final int FIRST_BUFFER = 1024;

  /** A buffer of this size at most is kept for the next frame: what an idle peer says fits. */
  private static final int KEPT_BUFFER = 4096;

  private static final byte[] NO_BUFFER = new byte[0];

  private final Cipher encrypt;
  private final Cipher decrypt;
  private final MacState egress;
  private final MacState ingress;
  private final byte[] head = new byte[HEAD];
  private int limit;
  private int filled;
  private boolean inBody;
  private int size;
  private byte[] body = NO_BUFFER;

  /** The frames of a session. */
  public FrameCodec(Secrets secrets) {
    encrypt = cipher("AES/CTR/NoPadding", secrets.aes(), Optional.of(new byte[16]));
    decrypt = cipher("AES/CTR/NoPadding", secrets.aes(), Optional.of(new byte[16]));
    Cipher mac = cipher("AES/ECB/NoPadding", secrets.mac(), Optional.empty());
    egress = new MacState(secrets.egress(), mac);
    ingress = new MacState(secrets.ingress(), mac);
    limit = Bounds.MESSAGE;
  }

  static Cipher cipher(String transformation, Bytes32 key, Optional<byte[]> iv) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      SecretKeySpec aesKey = new SecretKeySpec(key.toArray(), "AES");
      if (iv.isPresent()) {
        cipher.init(Cipher.ENCRYPT_MODE, aesKey, new IvParameterSpec(iv.get()));
      } else {
        cipher.init(Cipher.ENCRYPT_MODE, aesKey);
      }
      return cipher;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("BUG: every Java platform has AES", missing);
    }
  }

  /**
   * Sets the largest body that is taken in, from the next header on.
   *
   * @param bytes 1 to {@link Bounds#MESSAGE}, which holds at the beginning
   */
  public void limit(int bytes) {
    if (bytes < 1 || bytes > Bounds.MESSAGE) {
      throw new IllegalArgumentException("a frame limit is not in 1.." + Bounds.MESSAGE);
    }
    limit = bytes;
  }

  /** Bytes of the frame of a body. */
  public static int frameSize(int bodySize) {
    return HEAD + padded(bodySize) + MacState.SIZE;
  }

  private static int padded(int bodySize) {
    return bodySize + 15 & ~15;
  }

  /**
   * Writes the frame of a body.
   *
   * @param body 1 to {@link Bounds#MESSAGE} bytes
   * @param out has {@link #frameSize} bytes from {@code offset} on, which this overwrites
   */
  public void encode(Bytes body, byte[] out, int offset) {
    int bytes = body.size();
    if (bytes < 1 || bytes > Bounds.MESSAGE) {
      throw new IllegalArgumentException("a frame body of " + bytes + " bytes");
    }
    int bodyAt = offset + HEAD;
    int padded = padded(bytes);
    Arrays.fill(out, offset, bodyAt, (byte) 0);
    out[offset] = (byte) (bytes >>> 16);
    out[offset + 1] = (byte) (bytes >>> 8);
    out[offset + 2] = (byte) bytes;
    out[offset + 3] = (byte) 0xc2;
    out[offset + 4] = (byte) 0x80;
    out[offset + 5] = (byte) 0x80;
    crypt(encrypt, out, offset, HEADER, out, offset);
    egress.header(out, offset);
    System.arraycopy(egress.mac(), 0, out, offset + HEADER, MacState.SIZE);

    crypt(encrypt, body.toArrayUnsafe(), 0, bytes, out, bodyAt);
    Arrays.fill(out, bodyAt + bytes, bodyAt + padded, (byte) 0);
    crypt(encrypt, out, bodyAt + bytes, padded - bytes, out, bodyAt + bytes);
    egress.body(out, bodyAt, padded);
    System.arraycopy(egress.mac(), 0, out, bodyAt + padded, MacState.SIZE);
  }

  /**
   * Takes bytes in, at most to the end of the present frame.
   *
   * @return the body of the frame, once it is whole; empty if more bytes are needed
   * @throws Violation of an {@link RlpxRule}
   */
  public Optional<Bytes> take(ByteBuffer in) {
    if (!inBody) {
      fill(in, head, HEAD);
      if (filled < HEAD) {
        return Optional.empty();
      }
      openHeader();
    }
    int end = padded(size) + MacState.SIZE;
    while (filled < end && in.hasRemaining()) {
      grow(end, in.remaining());
      fill(in, body, Math.min(end, body.length));
    }
    return filled < end ? Optional.empty() : Optional.of(openBody());
  }

  /** Whether some bytes of a frame are in, and others missing. */
  public boolean isMidFrame() {
    return inBody || filled > 0;
  }

  /** Bytes that are kept for a frame that is not whole. */
  public int buffered() {
    return inBody ? body.length : 0;
  }

  private void fill(ByteBuffer in, byte[] to, int end) {
    int count = Math.min(in.remaining(), end - filled);
    in.get(to, filled, count);
    filled += count;
  }

  /** The buffer at most doubles: a peer that declares much and sends little pins little. */
  private void grow(int end, int arriving) {
    if (filled == body.length) {
      long wanted = Math.max((long) filled + arriving, 2L * filled);
      body = Arrays.copyOf(body, (int) Math.min(end, Math.max(wanted, FIRST_BUFFER)));
    }
  }

  private void openHeader() {
    ingress.header(head, 0);
    Violation.unless(ingress.matches(head, HEADER), RlpxRule.RLPX_HEADER_MAC);
    crypt(decrypt, head, 0, HEADER, head, 0);
    size = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
    Violation.unless(size > 0, RlpxRule.RLPX_FRAME_EMPTY);
    Violation.unless(size <= limit, RlpxRule.RLPX_FRAME_SIZE);
    filled = 0;
    inBody = true;
  }

  private Bytes openBody() {
    int padded = padded(size);
    ingress.body(body, 0, padded);
    Violation.unless(ingress.matches(body, padded), RlpxRule.RLPX_FRAME_MAC);
    byte[] message = new byte[size];
    crypt(decrypt, body, 0, size, message, 0);
    crypt(decrypt, body, size, padded - size, body, size);
    if (body.length > KEPT_BUFFER) {
      body = NO_BUFFER;
    }
    filled = 0;
    inBody = false;
    return Bytes.wrap(message);
  }

  private static void crypt(Cipher cipher, byte[] from, int at, int length, byte[] to, int toAt) {
    try {
      cipher.update(from, at, length, to, toAt);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("BUG: AES-CTR keeps the length", impossible);
    }
  }
}
