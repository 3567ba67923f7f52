package io.devp2p.rlpx;

import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.core.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What auth and ack say, decrypted (devp2p rlpx.md, initial handshake; EIP-8). */
sealed interface HandshakeMessage {

  /** The version of the handshake that we write; that of a peer is not looked at (EIP-8). */
  int VERSION = 4;

  /** The RLP list, without padding. */
  Bytes encode();

  /**
   * The first message, of the initiator.
   *
   * @param signature 65 bytes: static shared secret xor nonce, signed by the ephemeral key
   * @param publicKey 64 bytes: the static key of the initiator
   */
  record Auth(Bytes signature, Bytes publicKey, Bytes32 nonce) implements HandshakeMessage {

    @Override
    public Bytes encode() {
      return RlpWriter.encodeList(
          w -> w.bytes(signature).bytes(publicKey).bytes(nonce).uint(VERSION));
    }

    /** Reads the list; ignores further elements and what follows it (EIP-8). */
    static Auth decode(byte[] plain) {
      RlpReader in = RlpReader.of(plain).list();
      Auth auth = new Auth(in.bytes(65), in.bytes(64), in.bytes32());
      in.uint64();
      return auth;
    }
  }

  /**
   * The second message, of the recipient.
   *
   * @param ephemeralKey 64 bytes
   */
  record Ack(Bytes ephemeralKey, Bytes32 nonce) implements HandshakeMessage {

    @Override
    public Bytes encode() {
      return RlpWriter.encodeList(w -> w.bytes(ephemeralKey).bytes(nonce).uint(VERSION));
    }

    /** Reads the list; ignores further elements and what follows it (EIP-8). */
    static Ack decode(byte[] plain) {
      RlpReader in = RlpReader.of(plain).list();
      Ack ack = new Ack(in.bytes(64), in.bytes32());
      in.uint64();
      return ack;
    }
  }

  /**
   * The size of a packet after its size field.
   *
   * @throws Violation {@link RlpxRule#RLPX_HANDSHAKE_SIZE}
   */
  static int checkSize(int size) {
    Violation.unless(size >= MIN_SIZE && size <= MAX_SIZE, RlpxRule.RLPX_HANDSHAKE_SIZE);
    return size;
  }

  /** Smallest size field: an encrypted message of one byte. */
  int MIN_SIZE = Ecies.OVERHEAD + 1;

  /** Largest size field (go-ethereum, reth). */
  int MAX_SIZE = 2048;
}
