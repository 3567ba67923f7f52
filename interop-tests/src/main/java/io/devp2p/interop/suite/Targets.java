package io.devp2p.interop.suite;

import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Version;
import io.devp2p.interop.dialogue.Caller;
import io.devp2p.interop.dialogue.Caller.Way;
import io.devp2p.interop.dialogue.KnownChain;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.peers.EngineRpc;
import io.devp2p.interop.peers.ReferencePeer;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.peers.Verb;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Nodes that run here as targets: they can be told to call. */
public final class Targets {

  private Targets() {}

  /** A reference node. */
  public static Target of(ReferencePeer peer, RunningPeer running) {
    Map<Way, Consumer<Node>> calls = new EnumMap<>(Way.class);
    for (Version version : Version.values()) {
      running
          .asker(version)
          .filter(asker -> asker.verbs().contains(Verb.PING))
          .ifPresent(asker -> calls.put(way(version), asker::ping));
    }
    running
        .dialer()
        .ifPresent(dialer ->
            calls.put(Way.RLPX, node -> dialer.dial(Enode.of(node.key(), node.endpoint()))));
    return Target.at(peer.name(), running.node())
        .from(peer.recipe().origin())
        .calling(caller(calls))
        .logging(running.log());
  }

  /** Discovery of ours. */
  public static Target of(String name, Discovery ours) {
    Map<Way, Consumer<Node>> calls = new EnumMap<>(Way.class);
    for (Version version : Version.values()) {
      calls.put(way(version), node -> ours.ping(version, node));
    }
    Endpoint endpoint = ours.self().endpoints().getFirst();
    return Target.at(name, Node.of(ours.self(), endpoint)).calling(caller(calls));
  }

  /** A node that serves a chain, and is told its head by the Engine API. */
  public static Target serving(Target target, KnownChain chain, EngineRpc engine) {
    return target.serving(chain).headedBy(engine::head);
  }

  private static Way way(Version version) {
    return version == Version.V4 ? Way.DISCV4 : Way.DISCV5;
  }

  /** Whoever is called sees what becomes of it: the futures of the calls are of no interest. */
  private static Caller caller(Map<Way, Consumer<Node>> calls) {
    return new Caller() {
      @Override
      public Set<Way> ways() {
        return calls.keySet();
      }

      @Override
      public void call(Way way, Node node) {
        Optional.ofNullable(calls.get(way)).orElseThrow().accept(node);
      }
    };
  }
}
