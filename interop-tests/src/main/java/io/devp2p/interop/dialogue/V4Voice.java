package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.tuweni.bytes.Bytes;

/**
 * Somebody who speaks discv4 with the target: a key at a socket. Says whatever it is told to, and
 * takes nothing for granted of what it hears. Blocking; one thread.
 */
public final class V4Voice {

  /** How long geth's suite listens where there must be nothing. */
  public static final Duration SILENCE = Duration.ofMillis(300);

  /** What a target may ask of its own accord. */
  public static final Set<Class<? extends V4Packet>> QUESTIONS =
      Set.of(V4Packet.Ping.class, V4Packet.FindNode.class, V4Packet.EnrRequest.class);

  /** How long a target that is told to call may take: it may be a program that has to start. */
  public static final Duration CALL = Duration.ofSeconds(5);

  private static final Duration LIFETIME = Duration.ofSeconds(20);

  private final V4Wire wire;

  V4Voice(V4Wire wire) {
    this.wire = wire;
  }

  /**
   * A packet that was sent.
   *
   * @param hash by which an answer names it
   */
  public record Sent(V4Form form, Bytes datagram, Bytes hash) {}

  /** The key. */
  public NodeKey key() {
    return wire.key();
  }

  /** Its address, which the target must see unless somebody translates. */
  public InetSocketAddress address() {
    return wire.address();
  }

  /** As others learn of it. */
  public Node node() {
    return Node.of(key().publicKey(), new Endpoint(address().getAddress(), address().getPort(), 0));
  }

  /** Seconds of UNIX time, so much from now. */
  public static long inSeconds(long seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private static Bytes expiration() {
    return Items.uint(inSeconds(LIFETIME.toSeconds()));
  }

  private static Bytes endpoint(InetSocketAddress address) {
    return Items.endpoint(Items.ip(address.getAddress()), address.getPort(), 0);
  }

  /** A Ping, with the elements version, from, to, expiration. */
  public V4Form ping() {
    return new V4Form(
        "PING", 1, Items.uint(4), endpoint(address()), endpoint(wire.remote()), expiration());
  }

  /** A Pong, with the elements to, ping-hash, expiration. */
  public V4Form pong(Bytes pingHash) {
    return new V4Form("PONG", 2, endpoint(wire.remote()), Items.bytes(pingHash), expiration());
  }

  /** A FindNode, with the elements target, expiration. */
  public V4Form findNode(Bytes target) {
    return new V4Form("FINDNODE", 3, Items.bytes(target), expiration());
  }

  /** A FindNode for a random target. */
  public V4Form findNode() {
    return findNode(wire.newKey().publicKey().bytes());
  }

  /** A Neighbors, with the elements nodes, expiration. */
  public V4Form neighbors(Bytes... nodes) {
    return new V4Form("NEIGHBORS", 4, Items.list(nodes), expiration());
  }

  /** An entry of Neighbors. */
  public static Bytes entry(Bytes ip, int port, Bytes id) {
    return Items.list(Items.bytes(ip), Items.uint(port), Items.uint(port), Items.bytes(id));
  }

  /** An ENRRequest, with the element expiration. */
  public V4Form enrRequest() {
    return new V4Form("ENRREQUEST", 5, expiration());
  }

  /** Says something. */
  public Sent send(V4Form form) throws IOException {
    Bytes datagram = form.encode(key());
    wire.send(form.name(), datagram);
    return new Sent(form, datagram, V4Form.hash(datagram));
  }

  /** Somebody with another key at the same socket; what is heard there is heard once. */
  public V4Voice withKey(NodeKey other) {
    return new V4Voice(wire.withKey(other));
  }

  /** Says, byte by byte, what somebody has said before. */
  public void repeat(Sent sent) throws IOException {
    wire.send(sent.form.name() + " again", sent.datagram);
  }

  /** The next packet, if one comes within {@link #SILENCE}. */
  public Optional<V4Codec.Decoded> hear() throws IOException, Deviation {
    return hear(SILENCE);
  }

  /** The next packet, if one comes in time. */
  public Optional<V4Codec.Decoded> hear(Duration wait) throws IOException, Deviation {
    return wire.hear(wait);
  }

  /**
   * The next packet.
   *
   * @throws Deviation if there is none in time
   */
  public V4Codec.Decoded next(Duration wait) throws IOException, Deviation {
    Optional<V4Codec.Decoded> heard = wire.hear(wait);
    return heard.orElseThrow(() -> new Deviation("no packet within " + wait.toMillis() + " ms"));
  }

  /**
   * The next packet but for questions that a target may ask of a proven endpoint at any time; it
   * must be of a kind. geth's suite lets no ENRREQUEST pass here, and geth itself sends one when it
   * happens to walk its table meanwhile.
   *
   * @throws Deviation if it is another, or there is none in time
   */
  public <P extends V4Packet> P next(Class<P> kind) throws IOException, Deviation {
    V4Packet packet = next(wire.patience()).packet();
    while (packet instanceof V4Packet.FindNode || packet instanceof V4Packet.EnrRequest) {
      packet = next(wire.patience()).packet();
    }
    Deviation.unless(
        kind.isInstance(packet), "instead of " + name(kind) + " came " + name(packet.getClass()));
    return kind.cast(packet);
  }

  /**
   * Waits for a packet of a kind, answering every Ping before it and passing over the rest.
   *
   * @throws Deviation if there is none within the patience of the setting
   */
  public <P extends V4Packet> P await(Class<P> kind) throws IOException, Deviation {
    long wait = wire.patience().toNanos();
    long end = System.nanoTime() + wait;
    for (long left = wait; left > 0; left = end - System.nanoTime()) {
      Optional<V4Codec.Decoded> heard = wire.hear(Duration.ofNanos(left));
      if (heard.isPresent() && kind.isInstance(heard.get().packet())) {
        return kind.cast(heard.get().packet());
      }
      if (heard.isPresent() && heard.get().packet() instanceof V4Packet.Ping) {
        send(pong(heard.get().hash()));
      }
    }
    throw new Deviation("no " + name(kind) + " within " + wire.patience().toMillis() + " ms");
  }

  /**
   * Nothing is heard within {@link #SILENCE}.
   *
   * @throws Deviation if something is
   */
  public void silence() throws IOException, Deviation {
    silenceBut(Set.of(), SILENCE);
  }

  /**
   * Nothing is heard but some kinds of packet.
   *
   * @throws Deviation if something else is
   */
  public void silenceBut(Set<Class<? extends V4Packet>> kinds, Duration wait)
      throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<V4Codec.Decoded> heard = wire.hear(Duration.ofNanos(left));
      if (heard.isPresent() && !kinds.contains(heard.get().packet().getClass())) {
        throw new Deviation("an answer where there must be none: " + heard.get().packet());
      }
    }
  }

  /** Hears all until nothing comes within {@link #SILENCE}, and counts its bytes. */
  public int bytesUntilSilence() throws IOException, Deviation {
    int before = wire.bytesHeard();
    while (hear().isPresent()) {
      // counted
    }
    return wire.bytesHeard() - before;
  }

  /**
   * Pings; the next two packets must be the Pong and a Ping, in any order. That Ping is not
   * answered.
   */
  public void pingAndPong(V4Form ping) throws IOException, Deviation {
    Sent sent = send(ping);
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      V4Packet packet = next(wire.patience()).packet();
      kinds.add(packet.getClass());
      if (packet instanceof V4Packet.Pong pong) {
        check(pong, sent);
      }
    }
    Deviation.unless(
        kinds.equals(Set.of(V4Packet.Ping.class, V4Packet.Pong.class)),
        "instead of PONG and PING came " + kinds.stream().map(V4Voice::name).toList());
  }

  /**
   * Two nodes that meet for the first time.
   *
   * @param pong the answer of the target
   * @param ping the Ping of the target, which wants to be answered
   */
  public record Met(V4Packet.Pong pong, V4Codec.Decoded ping) {}

  /**
   * Pings, and waits for the Pong and the Ping of the target.
   *
   * @throws Deviation if one of them does not come
   */
  public Met meet() throws IOException, Deviation {
    Sent sent = send(ping());
    Optional<V4Packet.Pong> pong = Optional.empty();
    Optional<V4Codec.Decoded> ping = Optional.empty();
    while (pong.isEmpty() || ping.isEmpty()) {
      V4Codec.Decoded heard = next(wire.patience());
      if (heard.packet() instanceof V4Packet.Ping) {
        ping = Optional.of(heard);
      } else if (heard.packet() instanceof V4Packet.Pong answer) {
        check(answer, sent);
        pong = Optional.of(answer);
      }
    }
    return new Met(pong.get(), ping.get());
  }

  /**
   * Proves both endpoints.
   *
   * @return the Pong of the target
   * @throws Deviation if the target does not play along
   */
  public V4Packet.Pong bond() throws IOException, Deviation {
    Met met = meet();
    send(pong(met.ping.hash()));
    return met.pong;
  }

  /**
   * Checks what a Pong says of its Ping.
   *
   * @throws Deviation if it names another one, or another address than that of this voice
   */
  public void check(V4Packet.Pong pong, Sent ping) throws Deviation {
    Deviation.unless(
        pong.pingHash().equals(ping.hash),
        "the PONG names " + pong.pingHash() + " instead of " + ping.hash);
    Endpoint to = pong.to().orElseThrow(() -> new Deviation("the PONG says no address in 'to'"));
    Deviation.unless(
        to.udpAddress().equals(address()),
        "the PONG says " + to.udpAddress() + " in 'to' instead of " + address());
  }

  /**
   * Asks for neighbors of a target and hears all of them: what comes within {@link #SILENCE} after
   * the first packet.
   *
   * @throws Deviation if there is no answer
   */
  public List<V4Packet.Neighbors> neighborsOf(Bytes target) throws IOException, Deviation {
    send(findNode(target));
    List<V4Packet.Neighbors> parts = new ArrayList<>();
    parts.add(await(V4Packet.Neighbors.class));
    for (Optional<V4Codec.Decoded> more = hear(); more.isPresent(); more = hear()) {
      if (more.get().packet() instanceof V4Packet.Neighbors part) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String name(Class<?> kind) {
    return kind.getSimpleName().toUpperCase(Locale.ROOT);
  }
}
