package io.devp2p.rlpx;

import io.devp2p.core.crypto.Keccak;
import io.devp2p.core.crypto.PublicKey;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * What a handshake yields: who the peer is, and the keys and MAC states of its frames. For one
 * {@link FrameCodec}, which consumes the states. Never prints its secrets.
 */
public final class Secrets {

  private final PublicKey remote;
  private final Bytes32 aes;
  private final Bytes32 mac;
  private final Keccak egress;
  private final Keccak ingress;

  Secrets(PublicKey remote, Bytes32 aes, Bytes32 mac, Keccak egress, Keccak ingress) {
    this.remote = remote;
    this.aes = aes;
    this.mac = mac;
    this.egress = egress;
    this.ingress = ingress;
  }

  /**
   * Derives the secrets of a side.
   *
   * @param ephemeral x coordinate of the product of the ephemeral keys
   * @param sent our nonce and the packet that carried it
   * @param received the peer's
   */
  static Secrets derive(
      PublicKey remote, Bytes32 ephemeral, boolean initiator, Spoken sent, Spoken received) {
    Bytes32 initiatorNonce = initiator ? sent.nonce : received.nonce;
    Bytes32 recipientNonce = initiator ? received.nonce : sent.nonce;
    Bytes32 shared = Keccak.hash(ephemeral, Keccak.hash(recipientNonce, initiatorNonce));
    Bytes32 aes = Keccak.hash(ephemeral, shared);
    Bytes32 mac = Keccak.hash(ephemeral, aes);
    return new Secrets(
        remote, aes, mac, state(mac, received.nonce, sent), state(mac, sent.nonce, received));
  }

  private static Keccak state(Bytes32 mac, Bytes32 otherNonce, Spoken packet) {
    Keccak state = new Keccak();
    state.update(mac.xor(otherNonce));
    state.update(packet.packet);
    return state;
  }

  /** A nonce and the whole packet that carried it, size field included. */
  record Spoken(Bytes32 nonce, Bytes packet) {}

  /** The static key that the peer has proved to hold. */
  public PublicKey remote() {
    return remote;
  }

  Bytes32 aes() {
    return aes;
  }

  Bytes32 mac() {
    return mac;
  }

  Keccak egress() {
    return egress;
  }

  Keccak ingress() {
    return ingress;
  }

  @Override
  public String toString() {
    return "Secrets[with " + remote.bytes().slice(0, 4).toUnprefixedHexString() + "..]";
  }
}
