package io.devp2p.wire;

import io.devp2p.core.crypto.PublicKey;
import io.devp2p.wire.p2p.Hello;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who may become a peer. Asked twice for each connection, on its event loop: must be fast and must
 * not block.
 */
@FunctionalInterface
public interface Admission {

  /** Lets everybody in. */
  Admission ALL = candidate -> Optional.empty();

  /** When it is asked. */
  enum Phase {
    /** The RLPx handshake has proved the key: a refusal is sent instead of Hello. */
    BEFORE_HELLO,
    /** Hellos are exchanged: a refusal is sent before any message of a shared capability. */
    AFTER_HELLO
  }

  /**
   * Who asks to be let in.
   *
   * @param key the key that the handshake proved
   * @param inbound whether the remote side opened the connection
   * @param hello the remote Hello; present after Hello
   * @param shared what both sides offer; empty before Hello
   */
  record Candidate(
      Phase phase,
      PublicKey key,
      InetSocketAddress address,
      boolean inbound,
      Optional<Hello> hello,
      List<Capability> shared) {}

  /** The reason to refuse with, or empty to let the candidate go on. */
  Optional<DisconnectReason> judge(Candidate candidate);
}
