package io.devp2p.wire.eth;

import io.devp2p.core.Bounds;
import io.devp2p.core.node.ForkId;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.SessionContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The eth protocol as far as its Status: exchanged, or only read. All other messages are ignored.
 * Thread-safe.
 */
public final class Eth implements Protocol<EthSession> {

  /** The name of the capability. */
  public static final String NAME = "eth";

  /** All versions that are spoken. */
  public static final List<Integer> VERSIONS = List.of(68, 69, 70, 71, 72);

  /** Largest Status that is read: real ones have under 1 KiB. */
  static final int STATUS_LIMIT = 4096;

  /** What we say of our own chain, and whom we take for one of ours. */
  record Offer(Supplier<ChainHead> chain, Predicate<ForkId> compatible) {}

  private final List<Capability> capabilities;
  private final Optional<Offer> offer;

  private Eth(Collection<Integer> versions, Optional<Offer> offer) {
    if (versions.isEmpty() || !VERSIONS.containsAll(versions)) {
      throw new IllegalArgumentException("eth versions must be some of " + VERSIONS);
    }
    this.capabilities =
        versions.stream().distinct().sorted().map(v -> new Capability(NAME, v)).toList();
    this.offer = offer;
  }

  /**
   * Sends a Status and checks that of the peer; a peer of another network, genesis or fork is
   * disconnected.
   *
   * @param versions some of {@link #VERSIONS}
   * @param chain where our chain stands; asked anew for each peer, on its event loop
   * @param compatible whether a fork id belongs to our chain (EIP-2124)
   */
  public static Eth offering(
      Collection<Integer> versions, Supplier<ChainHead> chain, Predicate<ForkId> compatible) {
    return new Eth(versions, Optional.of(new Offer(chain, compatible)));
  }

  /** Reads the Status of the peer and sends nothing, whatever the peer sends or asks. */
  public static Eth observing(Collection<Integer> versions) {
    return new Eth(versions, Optional.empty());
  }

  /** Number of message ids of a version (devp2p caps/eth.md). */
  public static int span(int version) {
    return version <= 68 ? 17 : version <= 70 ? 18 : version == 71 ? 20 : 22;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public int span(Capability capability) {
    return span(capability.version());
  }

  @Override
  public int limit(Capability capability, int code) {
    return code == EthSession.STATUS ? STATUS_LIMIT : Bounds.SUBPROTOCOL_MESSAGE;
  }

  @Override
  public EthSession open(SessionContext context) {
    return new EthSession(context.capability().version(), offer);
  }
}
