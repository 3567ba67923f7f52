package io.devp2p.discovery.machine;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import io.devp2p.discovery.v5.V5Crypto;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Loads and runs once what the first packets need: in a fresh JVM the first signature takes longer
 * than others wait for an answer.
 */
public final class WarmUp {

  // Any key: what is signed by it goes nowhere.
  private static final NodeKey KEY = NodeKey.of(Bytes32.leftPad(Bytes.of(1)));

  private WarmUp() {}

  /** Signs, recovers, agrees on keys, encrypts and decrypts. */
  public static void run() {
    V4Codec.decode(V4Codec.check(V4Codec.encode(KEY, new V4Packet.EnrRequest(0)).datagram()));
    NodeId id = NodeId.of(KEY.publicKey());
    V5Crypto crypto = new V5Crypto();
    Bytes key = KEY.publicKey().compressed();
    Bytes proof = crypto.signIdentity(KEY, Bytes.EMPTY, key, id);
    crypto.verifyIdentity(proof, KEY.publicKey(), Bytes.EMPTY, key, id);
    V5Crypto.Keys keys = crypto.deriveKeys(KEY, KEY.publicKey(), id, id, Bytes.EMPTY);
    Bytes nonce = Bytes.wrap(new byte[12]);
    Bytes sealed = crypto.encrypt(keys.initiator(), nonce, key, Bytes.EMPTY);
    crypto.decrypt(keys.initiator(), nonce, sealed, Bytes.EMPTY);
  }
}
