package io.devp2p.rlpx;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.fuzz.Target;
import io.devp2p.testkit.SimCrypto;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import org.apache.tuweni.bytes.Bytes;

/** Packets of the handshake, and frames, by the curve of the simulator. */
public final class RlpxTargets {

  private static final SimCrypto CURVE = new SimCrypto(26);
  private static final NodeKey OURS = NodeKey.generate(CURVE, new Random(1));
  private static final NodeKey THEIRS = NodeKey.generate(CURVE, new Random(2));
  private static final byte[] NOTHING = new byte[0];
  private static final int HEADER = 16;

  private RlpxTargets() {}

  /** Any bytes, and such as begin with a point. */
  public static void ecies(Bytes input) {
    byte[] packet =
        Target.choice(input, 2) == 0
            ? Target.after(1, input).toArray()
            : Bytes.concatenate(Bytes.of(4), THEIRS.publicKey().bytes(), Target.after(1, input))
                .toArray();
    Ecies.decrypt(OURS, packet, 0, NOTHING);
  }

  /** The plaintext of an auth, sealed for us; or any packet. */
  public static void auth(Bytes input) {
    Handshake ours = Handshake.recipient(OURS, new Random(3));
    judge(ours, input);
  }

  /** The plaintext of an ack, sealed for us; or any packet. */
  public static void ack(Bytes input) {
    Handshake ours = Handshake.initiator(OURS, THEIRS.publicKey(), new Random(3));
    ours.open();
    judge(ours, input);
  }

  private static void judge(Handshake handshake, Bytes input) {
    Bytes rest = Target.after(1, input);
    byte[] packet = Target.choice(input, 8) == 7 ? rest.toArray() : sealed(rest.toArray());
    if (handshake.take(ByteBuffer.wrap(packet))) {
      handshake.finish();
    }
  }

  private static byte[] sealed(byte[] plain) {
    byte[] size = Bytes.ofUnsignedShort(0xffff & (Ecies.OVERHEAD + plain.length)).toArray();
    byte[] packet = Ecies.encrypt(THEIRS, OURS.publicKey(), plain, size, new Random(4));
    return Bytes.concatenate(Bytes.wrap(size), Bytes.wrap(packet)).toArray();
  }

  /** A header with its right MAC, then anything. */
  public static void frameHeader(Bytes input) {
    Secrets[] sides = sides();
    byte[] header = Arrays.copyOf(input.toArrayUnsafe(), HEADER);
    Cipher aes =
        FrameCodec.cipher("AES/CTR/NoPadding", sides[0].aes(), Optional.of(new byte[HEADER]));
    MacState mac =
        new MacState(
            sides[0].egress(),
            FrameCodec.cipher("AES/ECB/NoPadding", sides[0].mac(), Optional.empty()));
    byte[] sealed = update(aes, header);
    mac.header(sealed, 0);
    Bytes frame =
        Bytes.concatenate(
            Bytes.wrap(sealed),
            Bytes.wrap(mac.mac(), 0, MacState.SIZE),
            Target.after(HEADER, input));
    FrameCodec ours = new FrameCodec(sides[1]);
    ours.limit(1 << 16);
    take(ours, frame, 1 + frame.size());
  }

  private static byte[] update(Cipher cipher, byte[] data) {
    try {
      byte[] out = new byte[data.length];
      cipher.update(data, 0, data.length, out, 0);
      return out;
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Frames of the other side, one byte of them changed or none, in pieces of any size. */
  public static void frameStream(Bytes input) {
    Secrets[] sides = sides();
    FrameCodec theirs = new FrameCodec(sides[0]);
    int piece = 1 + Target.choice(input, 64);
    Bytes rest = Target.after(3, input);
    int flip = input.size() < 3 ? 0 : input.slice(1, 2).toInt();
    byte[] stream = frames(theirs, rest).toArray();
    if (flip < stream.length) {
      stream[flip] ^= 1;
    }
    FrameCodec ours = new FrameCodec(sides[1]);
    Bytes read = take(ours, Bytes.wrap(stream), piece);
    if (flip >= stream.length) {
      Target.same(rest, read);
    }
  }

  /** A frame for each 48 bytes. */
  private static Bytes frames(FrameCodec theirs, Bytes content) {
    Bytes stream = Bytes.EMPTY;
    for (int at = 0; at < content.size(); at += 48) {
      Bytes body = content.slice(at, Math.min(48, content.size() - at));
      byte[] frame = new byte[FrameCodec.frameSize(body.size())];
      theirs.encode(body, frame, 0);
      stream = Bytes.concatenate(stream, Bytes.wrap(frame));
    }
    return stream;
  }

  private static Bytes take(FrameCodec codec, Bytes stream, int piece) {
    Bytes read = Bytes.EMPTY;
    for (int at = 0; at < stream.size(); at += piece) {
      ByteBuffer in =
          ByteBuffer.wrap(stream.slice(at, Math.min(piece, stream.size() - at)).toArray());
      Optional<Bytes> body = codec.take(in);
      while (body.isPresent()) {
        read = Bytes.concatenate(read, body.get());
        body = codec.take(in);
      }
    }
    return read;
  }

  private static Secrets[] sides() {
    Random random = new Random(5);
    Handshake theirs = Handshake.initiator(THEIRS, OURS.publicKey(), random);
    Handshake ours = Handshake.recipient(OURS, random);
    ours.take(ByteBuffer.wrap(theirs.open().orElseThrow().toArray()));
    Handshake.Result atOurs = ours.finish();
    theirs.take(ByteBuffer.wrap(atOurs.reply().orElseThrow().toArray()));
    return new Secrets[] {theirs.finish().secrets(), atOurs.secrets()};
  }
}
