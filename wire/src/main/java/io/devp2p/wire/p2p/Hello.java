package io.devp2p.wire.p2p;

import io.devp2p.wire.Capability;
import io.devp2p.wire.ClientId;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/**
 * The first message of both sides (devp2p rlpx.md, Hello).
 *
 * @param version of the base protocol, unsigned: from 5 on messages are compressed
 * @param capabilities as they came, also those that cannot be shared
 * @param listenPort legacy, 0 if not listening; not to be trusted
 * @param nodeKey 64 bytes: the public key that the peer claims, whatever it is
 */
public record Hello(
    long version, ClientId client, List<Capability> capabilities, long listenPort, Bytes nodeKey)
    implements P2pMessage {

  static final int CODE = 0x00;

  /** The version of the base protocol that we speak (EIP-706). */
  public static final int VERSION = 5;

  public Hello {
    capabilities = List.copyOf(capabilities);
    if (nodeKey.size() != 64) {
      throw new IllegalArgumentException("a node key has 64 bytes");
    }
  }

  /** Whether messages after Hello are compressed (EIP-706). */
  public boolean compresses() {
    return Long.compareUnsigned(version, VERSION) >= 0;
  }

  @Override
  public int code() {
    return CODE;
  }
}
