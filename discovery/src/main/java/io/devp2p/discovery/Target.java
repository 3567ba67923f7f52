package io.devp2p.discovery;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.NodeId;
import java.util.random.RandomGenerator;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a lookup looks for. discv4 sends the key, discv5 counts distances to the id.
 *
 * @param key 64 bytes, which need not be a key of anybody
 * @param id keccak256 of the key
 */
public record Target(Bytes key, NodeId id) {

  public Target {
    if (key.size() != 64) {
      throw new IllegalArgumentException("a target has 64 bytes, not " + key.size());
    }
  }

  /** The place of a node. */
  public static Target of(PublicKey key) {
    return new Target(key.bytes(), NodeId.of(key));
  }

  /** The place that 64 bytes hash to. */
  public static Target of(Bytes key) {
    return new Target(key, new NodeId(io.devp2p.core.crypto.Keccak.hash(key)));
  }

  /** Any place. */
  public static Target random(RandomGenerator random) {
    byte[] key = new byte[64];
    random.nextBytes(key);
    return of(Bytes.wrap(key));
  }
}
