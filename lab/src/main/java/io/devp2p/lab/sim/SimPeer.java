package io.devp2p.lab.sim;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.machine.Effect;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.discovery.DiscoveryEvent;
import io.devp2p.discovery.machine.DiscoveryMachine;
import io.devp2p.testkit.SimNet;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A discovery machine at its place in a simulated network. Not thread-safe. */
public final class SimPeer {

  private final NodeKey key;
  private final DiscoveryMachine machine;
  private final SimNet<DiscoveryEvent>.Host host;
  private final Map<Long, Optional<Effect.Outcome>> calls = new HashMap<>();
  private Consumer<DiscoveryEvent> listener = event -> {};

  SimPeer(NodeKey key, DiscoveryMachine machine, SimNet<DiscoveryEvent>.Host host) {
    this.key = key;
    this.machine = machine;
    this.host = host;
    host.tell(this::heard);
  }

  private void heard(Effect<DiscoveryEvent> effect) {
    switch (effect) {
      case Effect.Done<DiscoveryEvent> done -> calls.put(done.call(), Optional.of(done.outcome()));
      case Effect.Emit<DiscoveryEvent> emit -> listener.accept(emit.event());
      default -> {} // refusals are counted by the machine
    }
  }

  /** Hears what the machine tells, from now on. */
  public void onEvent(Consumer<DiscoveryEvent> hears) {
    listener = hears;
  }

  public NodeId id() {
    return machine.self().id();
  }

  public NodeKey key() {
    return key;
  }

  public DiscoveryMachine machine() {
    return machine;
  }

  public SimNet<DiscoveryEvent>.Host host() {
    return host;
  }

  public InetSocketAddress address() {
    return host.address();
  }

  /** As others learn of it by discv5. */
  public Node node() {
    return Node.of(machine.self(), new Endpoint(address().getAddress(), address().getPort(), 0));
  }

  /** How a call of the machine ended, if it has; told once. */
  Optional<Effect.Outcome> outcome(long call) {
    Optional<Effect.Outcome> outcome = calls.getOrDefault(call, Optional.empty());
    outcome.ifPresent(ended -> calls.remove(call));
    return outcome;
  }
}
