package io.devp2p.interop.peers;

import io.devp2p.core.node.Node;
import io.devp2p.discovery.Version;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A node as its adapter has started it: what it can be asked and told, in one place for all of
 * them. Thread-safe.
 *
 * @param process what it runs in
 * @param node its address, and its record where it has one
 * @param chain the chain of its Status
 * @param dialer RLPx that can be told what to do
 * @param askers discovery that can be told what to do
 * @param api JSON-RPC and the Engine API of its process
 */
record StartedPeer(
    Lifeline process,
    Node node,
    Optional<Chain> chain,
    Optional<Dialer> dialer,
    Map<Version, Asker> askers,
    Optional<RpcProcess> api)
    implements RunningPeer {

  StartedPeer {
    askers = Map.copyOf(askers);
  }

  /** A node that is told what to do by {@code admin_addPeer}. */
  static StartedPeer of(RpcProcess process, Node node, Chain chain) {
    return of(process, node, chain, new AdminDialer(process.rpc()));
  }

  /** A node with JSON-RPC. */
  static StartedPeer of(RpcProcess process, Node node, Chain chain, Dialer dialer) {
    return new StartedPeer(
        process, node, Optional.of(chain), Optional.of(dialer), Map.of(), Optional.of(process));
  }

  /** A library in a driver of ours that is told to dial by it. */
  static StartedPeer of(DrivenPeer driver, Node node, Chain chain) {
    return new StartedPeer(
        driver,
        node,
        Optional.of(chain),
        Optional.of(new DrivenDialer(driver)),
        Map.of(),
        Optional.empty());
  }

  /** A library in a driver of ours that speaks discovery alone. */
  static StartedPeer of(DrivenPeer driver, Node node) {
    return new StartedPeer(
        driver, node, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
  }

  /** The same with a version of discovery that can be told what to do. */
  StartedPeer with(Version version, Asker asker) {
    Map<Version, Asker> more = new EnumMap<>(Version.class);
    more.putAll(askers);
    more.put(version, asker);
    return new StartedPeer(process, node, chain, dialer, more, api);
  }

  @Override
  public Optional<Asker> asker(Version version) {
    return Optional.ofNullable(askers.get(version));
  }

  @Override
  public Optional<JsonRpc> rpc() {
    return api.map(RpcProcess::rpc);
  }

  @Override
  public Optional<EngineRpc> engine() {
    return api.map(RpcProcess::engine);
  }

  @Override
  public Path log() {
    return process.log();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
