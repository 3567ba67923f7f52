package io.devp2p.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v5.V5Codec;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5MessageCodec;
import io.devp2p.discovery.v5.V5Packet;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Packets and messages of both versions of discovery. */
final class DiscoveryTargets {

  private static final TrustingCurve TRUSTING = new TrustingCurve();
  private static final NodeKey KEY = NodeKey.of(TRUSTING, Bytes32.leftPad(Bytes.ofUnsignedInt(26)));
  private static final NodeId SELF = NodeId.of(KEY.publicKey());
  private static final V5Codec V5 = new V5Codec(SELF);
  private static final Bytes PROTOCOL = Bytes.wrap("discv5".getBytes(US_ASCII));

  private DiscoveryTargets() {}

  static void v4Packet(Bytes input) {
    decode(input);
    if (input.size() > 32) {
      decode(Bytes.concatenate(Keccak.hash(input.slice(32)), input.slice(32)));
    }
  }

  static void v4Payload(Bytes input) {
    Bytes signature = Bytes.repeat((byte) 1, 65);
    Bytes type = Bytes.of(1 + Target.choice(input, 6));
    Bytes signed = Bytes.concatenate(signature, type, Target.after(1, input));
    decode(Bytes.concatenate(Keccak.hash(signed), signed));
  }

  private static void decode(Bytes datagram) {
    V4Codec.Checked checked = V4Codec.check(datagram);
    V4Codec.expiration(checked);
    V4Codec.decode(TRUSTING, checked);
  }

  static void v5Header(Bytes input) {
    V5.isV5(input);
    boolean raw = Target.choice(input, 8) == 7;
    Bytes header = Bytes.concatenate(PROTOCOL, Bytes.of(0, 1), Target.after(1, input));
    take(raw ? Target.after(1, input) : masked(header));
  }

  static void v5Authdata(Bytes input) {
    int behind = Target.choice(input, 64);
    Bytes authdata = Target.after(1, input);
    Bytes header =
        Bytes.concatenate(
            PROTOCOL,
            Bytes.of(0, 1, 2),
            Bytes.wrap(new byte[12]),
            Bytes.ofUnsignedShort(Math.min(0xffff, authdata.size())),
            authdata,
            Bytes.wrap(new byte[behind]));
    take(masked(header));
  }

  private static void take(Bytes datagram) {
    if (V5.decode(datagram) instanceof V5Packet.Handshake handshake) {
      handshake.record().ifPresent(record -> NodeRecord.decode(TRUSTING, record));
    }
  }

  /** A datagram to us: an initialisation vector of zeros, then this, masked by our id. */
  private static Bytes masked(Bytes header) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(SELF.bytes().slice(0, 16).toArray(), "AES"),
          new IvParameterSpec(new byte[16]));
      return Bytes.concatenate(
          Bytes.wrap(new byte[16]), Bytes.wrap(cipher.doFinal(header.toArrayUnsafe())));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static void v5Message(Bytes input) {
    V5Message message = V5MessageCodec.decode(input, r -> NodeRecord.decode(TRUSTING, r));
    Bytes written = V5MessageCodec.encode(message);
    Target.same(message, V5MessageCodec.decode(written, r -> NodeRecord.decode(TRUSTING, r)));
  }
}
