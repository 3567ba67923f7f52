package io.devp2p.discovery;

import java.net.InetSocketAddress;

/**
 * What we know of our address in one family. Our record names it where it was configured or
 * verified, and only there: an address that nobody can reach costs everybody who tries.
 *
 * @param address of UDP: the configured, verified or voted one, else the one we listen at
 */
public record OwnAddress(State state, InetSocketAddress address) {

  /** Where an address is on its way into the record. */
  public enum State {
    /** We listen at all addresses, and do not know ours. */
    LISTEN,
    /** Many nodes of different networks see us at it. */
    VOTED,
    /** And one came to us that we had never sent anything to. */
    VERIFIED,
    /** The user or the host named it, or the socket is bound to it. Votes do not count. */
    CONFIGURED
  }

  /** Whether our record names it. */
  public boolean isPublished() {
    return state == State.VERIFIED || state == State.CONFIGURED;
  }
}
