package io.devp2p.wire.eth;

import io.devp2p.core.Bounds;
import io.devp2p.core.node.ForkId;
import io.devp2p.core.node.ForkSchedule;
import io.devp2p.wire.Capability;
import io.devp2p.wire.Protocol;
import io.devp2p.wire.RequestBudget;
import io.devp2p.wire.SessionContext;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/**
 * The eth protocol: asked and served, asked only, or only looked at. Thread-safe.
 *
 * <pre>{@code
 * Eth eth = Eth.client(chain::head, chain::isCompatible);
 * Host host = Host.start(key, c -> c.offer(eth));
 * List<Header> headers = peer.session(eth).orElseThrow().headers(from(0).limit(64)).join();
 * }</pre>
 */
public final class Eth implements Protocol<EthSession> {

  /** The name of the capability. */
  public static final String NAME = "eth";

  /** All versions that are spoken. */
  public static final List<Integer> VERSIONS = List.of(68, 69, 70, 71, 72);

  /** Largest Status that is read: real ones have under 1 KiB. */
  static final int STATUS_LIMIT = 4096;

  /** A block after all forks by number; as a time it is before all forks by time (EIP-6122). */
  private static final long AFTER_BLOCK_FORKS = 1_438_269_972;

  /** Our own side of all sessions: what we say, whom we take for one of ours, what we have. */
  record Side(
      Supplier<ChainHead> chain,
      Predicate<ForkId> compatible,
      EthBackend backend,
      EthConfig config,
      RequestBudget budget,
      Set<EthSession> sessions) {}

  private final List<Capability> capabilities;
  private final Optional<Side> side;

  private Eth(Collection<Integer> versions, Optional<Side> side) {
    this.capabilities = versions.stream().map(v -> new Capability(NAME, v)).toList();
    this.side = side;
  }

  /**
   * Asks peers, and has itself nothing to serve: every request is answered as not available. A peer
   * of another network, genesis or fork is disconnected.
   *
   * @param chain where our chain stands; asked on event loops, so it must not block
   * @param compatible whether a fork id belongs to our chain (EIP-2124)
   */
  public static Eth client(
      Supplier<ChainHead> chain,
      Predicate<ForkId> compatible,
      UnaryOperator<EthConfig.Builder> config) {
    return serving(chain, compatible, EthBackend.EMPTY, config);
  }

  /** As {@link #client(Supplier, Predicate, UnaryOperator)}, with all that is configured usual. */
  public static Eth client(Supplier<ChainHead> chain, Predicate<ForkId> compatible) {
    return client(chain, compatible, c -> c);
  }

  /**
   * Asks peers of a chain of which nothing is known but its forks: what light followers and
   * watchers need. Our Status tells the fork of the present time, and that the genesis block is all
   * we have. The clock is asked for the time of each Status.
   */
  public static Eth following(
      long networkId,
      ForkSchedule forks,
      InstantSource clock,
      UnaryOperator<EthConfig.Builder> config) {
    LongSupplier now = () -> clock.instant().getEpochSecond();
    Bytes32 genesis = forks.genesisHash();
    return client(
        () ->
            new ChainHead(
                networkId,
                genesis,
                forks.forkId(AFTER_BLOCK_FORKS, now.getAsLong()),
                0,
                0,
                genesis,
                UInt256.ZERO),
        remote ->
            forks.check(remote, AFTER_BLOCK_FORKS, now.getAsLong())
                == ForkSchedule.Verdict.COMPATIBLE,
        config);
  }

  /**
   * Asks peers and serves them.
   *
   * @param chain where our chain stands; asked on event loops, so it must not block
   * @param compatible whether a fork id belongs to our chain (EIP-2124)
   * @param backend what there is to serve
   */
  public static Eth serving(
      Supplier<ChainHead> chain,
      Predicate<ForkId> compatible,
      EthBackend backend,
      UnaryOperator<EthConfig.Builder> config) {
    EthConfig built = config.apply(new EthConfig.Builder()).build();
    Set<EthSession> sessions = ConcurrentHashMap.newKeySet();
    return new Eth(
        built.versions(),
        Optional.of(new Side(chain, compatible, backend, built, new RequestBudget(), sessions)));
  }

  /** Reads the Status of the peer and sends nothing, whatever the peer sends or asks. */
  public static Eth observing(Collection<Integer> versions) {
    return new Eth(new EthConfig.Builder().versions(versions).build().versions(), Optional.empty());
  }

  /** Number of message ids of a version (devp2p caps/eth.md). */
  public static int span(int version) {
    return MessageId.span(version);
  }

  /** Tells peers of our block range, if our chain has moved far enough since they were told. */
  public void chainMoved() {
    side.ifPresent(ours -> ours.sessions().forEach(EthSession::chainMoved));
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
    return code == MessageId.STATUS.code() ? STATUS_LIMIT : Bounds.SUBPROTOCOL_MESSAGE;
  }

  @Override
  public EthSession open(SessionContext context) {
    return new EthSession(context, side);
  }
}
