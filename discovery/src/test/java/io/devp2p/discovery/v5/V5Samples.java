package io.devp2p.discovery.v5;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Packets and messages of discv5 to test with. */
final class V5Samples {

  static final NodeKey A = NodeKey.generate(new Random(1));
  static final NodeKey B = NodeKey.generate(new Random(2));
  static final NodeId ID_A = NodeId.of(A.publicKey());
  static final NodeId ID_B = NodeId.of(B.publicKey());
  static final Bytes IV = Bytes.fromHexString("0x000102030405060708090a0b0c0d0e0f");
  static final Bytes NONCE = Bytes.fromHexString("0x101112131415161718191a1b");
  static final Bytes ID_NONCE = Bytes.fromHexString("0x202122232425262728292a2b2c2d2e2f");
  static final Bytes MESSAGE = Bytes.repeat((byte) 0x55, 40);
  static final Bytes SIGNATURE = Bytes.repeat((byte) 0x66, 64);
  static final Bytes EPHEMERAL = A.publicKey().compressed();

  private V5Samples() {}

  static NodeRecord record(NodeKey key) {
    return NodeRecord.builder().address(address("192.0.2.1")).port("udp", 30303).sign(key, 5);
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException notALiteral) {
      throw new AssertionError(notALiteral);
    }
  }

  static Bytes ordinary() {
    return new V5Codec(ID_A).ordinary(ID_B, ID_A, IV, NONCE).with(MESSAGE);
  }

  static Bytes whoareyou() {
    return new V5Codec(ID_A).whoareyou(ID_B, IV, NONCE, ID_NONCE, -1L).with(Bytes.EMPTY);
  }

  static Bytes handshake(Optional<Bytes> record) {
    return new V5Codec(ID_A)
        .handshake(ID_B, ID_A, IV, NONCE, SIGNATURE, EPHEMERAL, record)
        .with(MESSAGE);
  }

  static List<Bytes> packets() {
    return List.of(
        ordinary(),
        whoareyou(),
        handshake(Optional.empty()),
        handshake(Optional.of(record(A).encoded())));
  }

  /** A packet to B of this flag and authdata, whose header says {@code authSize}. */
  static Bytes packet(int flag, int authSize, Bytes authdata, Bytes message) {
    Bytes header =
        Bytes.concatenate(
            Bytes.wrap("discv5".getBytes(US_ASCII)),
            Bytes.of(0, 1, flag),
            NONCE,
            Bytes.ofUnsignedShort(authSize),
            authdata);
    return Bytes.concatenate(IV, masked(header), message);
  }

  /** Masked for B. */
  private static Bytes masked(Bytes header) {
    try {
      Cipher ctr = Cipher.getInstance("AES/CTR/NoPadding");
      ctr.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(ID_B.bytes().toArray(), 0, 16, "AES"),
          new IvParameterSpec(IV.toArray()));
      return Bytes.wrap(ctr.doFinal(header.toArray()));
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  /** Every kind of message, with its extremes. */
  static List<V5Message> messages() {
    Bytes id = Bytes.fromHexString("0x0102030405060708");
    Bytes32 topic = Bytes32.wrap(Bytes.repeat((byte) 7, 32));
    List<NodeRecord> records = List.of(record(A), record(B));
    return List.of(
        new V5Message.Ping(Bytes.EMPTY, 0),
        new V5Message.Ping(Bytes.of(0), -1),
        new V5Message.Ping(Bytes.of(0, 0, 0, 1), 1),
        new V5Message.Pong(id, 7, address("192.0.2.1"), 65_535),
        new V5Message.Pong(id, 7, address("2001:db8::1"), 0),
        new V5Message.FindNode(id, List.of()),
        new V5Message.FindNode(id, List.of(256, 0, 255, 1)),
        new V5Message.Nodes(id, 1, List.of()),
        new V5Message.Nodes(id, -1, records),
        new V5Message.TalkRequest(id, Bytes.EMPTY, Bytes.EMPTY),
        new V5Message.TalkRequest(id, Bytes.of(1, 2), Bytes.repeat((byte) 9, 1_000)),
        new V5Message.TalkResponse(id, Bytes.of(0x7f)),
        new V5Message.RegTopic(id, topic, record(A), Bytes.EMPTY, List.of(256, 255)),
        new V5Message.RegConfirmation(id, 2, Bytes.of(1, 2, 3), 900_000),
        new V5Message.TopicQuery(id, topic, List.of(250)),
        new V5Message.TopicNodes(id, 3, records));
  }

  static V5Message decode(Bytes plaintext) {
    return V5MessageCodec.decode(plaintext, NodeRecord::decode);
  }
}
