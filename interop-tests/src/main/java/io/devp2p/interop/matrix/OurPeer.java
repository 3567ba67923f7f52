package io.devp2p.interop.matrix;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Enode;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.Discovery;
import io.devp2p.discovery.Target;
import io.devp2p.discovery.Version;
import io.devp2p.discovery.guard.AddressPolicy;
import io.devp2p.interop.peers.Asker;
import io.devp2p.interop.peers.Chain;
import io.devp2p.interop.peers.Dialer;
import io.devp2p.interop.peers.Launch;
import io.devp2p.interop.peers.RunningPeer;
import io.devp2p.interop.peers.Verb;
import io.devp2p.wire.Host;
import io.devp2p.wire.Peer;
import io.devp2p.wire.eth.ChainHead;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.Status;
import io.devp2p.wire.snap.Snap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;

/** A node of ours in this process, seen as the others are. Thread-safe. */
final class OurPeer implements RunningPeer {

  /** Peers answer within milliseconds, unless this machine compiles something meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Discovery discovery;
  private final Host host;
  private final Eth eth;
  private final Snap snap;
  private final Optional<SharedChain> shared;
  private final EventLog events;

  private OurPeer(
      Discovery discovery,
      Host host,
      Eth eth,
      Snap snap,
      Optional<SharedChain> shared,
      EventLog events) {
    this.discovery = discovery;
    this.host = host;
    this.eth = eth;
    this.snap = snap;
    this.shared = shared;
    this.events = events;
  }

  /** Starts a node, which serves the shared chain if there is one; takes some milliseconds. */
  static RunningPeer start(Path work, Launch launch, NodeKey key, Optional<SharedChain> shared)
      throws IOException {
    Files.createDirectories(work);
    EventLog events = EventLog.to(work.resolve("ours.log"));
    Eth eth =
        shared
            .map(chain ->
                Eth.serving(
                    chain.stores().chain()::status,
                    chain.stores().chain()::isCompatible,
                    chain.stores().eth(),
                    c -> c))
            .orElseGet(() -> Eth.observing(Eth.VERSIONS));
    Snap snap = shared.map(chain -> Snap.serving(chain.stores().snap())).orElseGet(Snap::client);
    try {
      Host host = Host.start(key, c -> c.listen(launch.family().anyPort()).offer(eth).offer(snap));
      host.onEvent(events::add);
      try {
        Discovery discovery = discovery(launch, key, host, shared);
        discovery.onEvent(events::add);
        return new OurPeer(discovery, host, eth, snap, shared, events);
      } catch (NetworkException.Unreachable noPort) {
        host.close();
        throw noPort;
      }
    } catch (NetworkException.Unreachable noPort) {
      events.close();
      throw new IOException("ours could not be started", noPort);
    }
  }

  private static Discovery discovery(
      Launch launch, NodeKey key, Host host, Optional<SharedChain> shared)
      throws NetworkException.Unreachable {
    int tcp = host.localAddress().orElseThrow().getPort();
    return Discovery.start(
        key,
        c -> {
          c.bind(launch.family().anyPort())
              .addresses(AddressPolicy.only("127.0.0.0/8", "::1/128"))
              .requestTimeout(PATIENCE)
              .tcp(tcp)
              .bootnodes(launch.bootnodes());
          shared.ifPresent(chain -> c.eth(chain.stores().chain().status().forkId()));
          return c;
        });
  }

  Eth eth() {
    return eth;
  }

  Snap snap() {
    return snap;
  }

  /** The session with a node, if there is one. */
  Optional<Peer> session(NodeId id) {
    return host.peers().stream().filter(peer -> peer.id().equals(id)).findFirst();
  }

  @Override
  public Node node() {
    int udp = discovery.localAddress().getPort();
    int tcp = host.localAddress().orElseThrow().getPort();
    Endpoint endpoint = new Endpoint(discovery.localAddress().getAddress(), udp, tcp);
    return Node.of(discovery.self(), endpoint);
  }

  @Override
  public Optional<Asker> asker(Version version) {
    return Optional.of(new OurAsker(discovery, version));
  }

  @Override
  public Optional<Dialer> dialer() {
    return Optional.of(new OurDialer(this));
  }

  @Override
  public Optional<Chain> chain() {
    return shared.map(chain -> of(chain.stores().chain().status()));
  }

  private static Chain of(ChainHead head) {
    return new Chain(head.networkId(), head.genesis(), head.forkId(), head.latestHash());
  }

  @Override
  public Path log() {
    return events.file();
  }

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public void close() {
    discovery.close();
    host.close();
    events.close();
  }

  /** Our discovery, told what to do. */
  private record OurAsker(Discovery discovery, Version version) implements Asker {

    @Override
    public Set<Verb> verbs() {
      Set<Verb> verbs = EnumSet.of(Verb.PING, Verb.RECORD, Verb.FIND);
      if (version == Version.V5) {
        verbs.add(Verb.TALK);
      }
      return verbs;
    }

    @Override
    public CompletableFuture<Void> ping(Node node) {
      return discovery.ping(version, node).thenAccept(pong -> {});
    }

    @Override
    public CompletableFuture<NodeRecord> requestRecord(Node node) {
      return discovery.requestRecord(version, node);
    }

    @Override
    public CompletableFuture<Set<NodeId>> findNode(Node node, Node target) {
      CompletableFuture<List<Node>> found =
          version == Version.V4
              ? discovery.findNode(node, Target.of(target.key()))
              : discovery.findNode(node, node.id().logDistance(target.id()));
      return found.thenApply(nodes -> nodes.stream().map(Node::id).collect(Collectors.toSet()));
    }

    @Override
    public CompletableFuture<Bytes> talk(Node node, String protocol, Bytes request) {
      return discovery.talk(node, protocol, request);
    }
  }

  /** Our host, told what to do. */
  private record OurDialer(OurPeer ours) implements Dialer {

    @Override
    public CompletableFuture<Void> dial(Enode node) {
      return ours.host
          .dial(node.key(), node.endpoint().orElseThrow().tcpAddress())
          .thenAccept(peer -> {});
    }

    @Override
    public CompletableFuture<Met> met(Enode node) {
      Optional<Peer> peer = ours.session(NodeId.of(node.key()));
      return peer.map(this::status)
          .orElseGet(() -> CompletableFuture.failedFuture(new IOException("no session")));
    }

    private CompletableFuture<Met> status(Peer peer) {
      return peer.session(ours.eth)
          .orElseThrow()
          .status()
          .thenApply(status ->
              new Met(
                  peer.hello().client().toString(),
                  Optional.of(said(status)),
                  OptionalInt.of(status.version())));
    }

    private static Chain said(Status status) {
      return new Chain(status.networkId(), status.genesis(), status.forkId(), status.latestHash());
    }
  }
}
