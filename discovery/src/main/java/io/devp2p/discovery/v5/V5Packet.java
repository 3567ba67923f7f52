package io.devp2p.discovery.v5;

import io.devp2p.core.node.NodeId;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The three packets of discv5, unmasked, with what they carry still encrypted. */
public sealed interface V5Packet {

  /** 12 bytes. */
  Bytes nonce();

  /**
   * A message of a session, or random bytes that ask for one (flag 0).
   *
   * @param source who claims to send it
   * @param additionalData what the message's tag covers beside the message
   */
  record Ordinary(NodeId source, Bytes nonce, Bytes message, Bytes additionalData)
      implements V5Packet {}

  /**
   * A demand for a handshake (flag 1).
   *
   * @param nonce that of the packet that could not be read
   * @param idNonce 16 bytes
   * @param enrSeq sequence number of the newest record of the addressee that the sender has,
   *     unsigned, 0 for none
   * @param challengeData the packet's masking IV and header, 63 bytes
   */
  record Whoareyou(Bytes nonce, Bytes idNonce, long enrSeq, Bytes challengeData)
      implements V5Packet {}

  /**
   * The answer to a demand, with a first message (flag 2).
   *
   * @param idSignature 64 bytes
   * @param ephemeralKey 33 bytes, a compressed key that nobody has looked at
   * @param record the sender's record as it came, unverified
   */
  record Handshake(
      NodeId source,
      Bytes nonce,
      Bytes idSignature,
      Bytes ephemeralKey,
      Optional<Bytes> record,
      Bytes message,
      Bytes additionalData)
      implements V5Packet {}
}
