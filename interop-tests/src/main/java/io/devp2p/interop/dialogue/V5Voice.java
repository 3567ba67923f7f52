package io.devp2p.interop.dialogue;

import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Message;
import io.devp2p.discovery.v5.V5Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Somebody who speaks discv5 with the target: a key at a socket, and at most one session. Says
 * whatever it is told to. Blocking; one thread.
 */
public final class V5Voice {

  /** How long go-ethereum's suite listens where there must be nothing. */
  public static final Duration SILENCE = Duration.ofMillis(300);

  /** How long a target that is told to call may take: it may be a program that has to start. */
  public static final Duration CALL = Duration.ofSeconds(5);

  /** Packets of one answer (discv5-wire.md, NODES: implementations send at most 16 records). */
  private static final int PARTS = 16;

  private final V5Wire wire;

  V5Voice(V5Wire wire) {
    this.wire = wire;
  }

  /** Its address, which the target must see unless somebody translates. */
  public InetSocketAddress address() {
    return wire.address();
  }

  /** Its record. */
  public NodeRecord record() {
    return wire.record();
  }

  /** A new request id of 4 bytes, without a zero in front, which some take for a number. */
  public Bytes requestId() {
    return Bytes.concatenate(Bytes.of(1), wire.scene().bytes(3));
  }

  /** The session. */
  public V5Session session() {
    return wire.session().orElseThrow();
  }

  /** Speaks in a session that another voice has. */
  public V5Voice in(V5Session session) {
    wire.adopt(session);
    return this;
  }

  /** Sends a datagram as it is. */
  public void send(String what, Bytes datagram) throws IOException {
    wire.sendRaw(what, datagram, Bytes.EMPTY);
  }

  /** Sends what nobody can read, and gives its nonce. */
  public Bytes unreadable() throws IOException {
    return wire.unreadable();
  }

  /** Says something in the session, and gives the nonce. */
  public Bytes say(String what, Bytes plain) throws IOException {
    return wire.say(what, plain);
  }

  /** What {@link #say} would send. */
  public Bytes sealed(Bytes plain) {
    return wire.ordinary(wire.scene().bytes(12), plain);
  }

  /** A right handshake, to be changed. */
  public V5Shake shake() {
    return V5Shake.with(record().encoded());
  }

  /** Answers a challenge, and gives the datagram. */
  public Bytes shake(V5Packet.Whoareyou challenge, V5Shake shake, Bytes plain) throws IOException {
    return wire.shake(challenge, shake, plain);
  }

  /** Demands a handshake for a packet of the target. */
  public void challenge(Bytes nonce) throws IOException {
    wire.challenge(nonce);
  }

  /** The next packet of any kind, if one comes in time. */
  public Optional<V5Heard> hear(Duration wait) throws IOException, Deviation {
    return wire.hear(wait);
  }

  /**
   * The next packet of discv5.
   *
   * @throws Deviation if there is none in time
   */
  public V5Heard next() throws IOException, Deviation {
    Duration wait = wire.scene().setting().patience();
    return next(wait)
        .orElseThrow(() -> new Deviation("no packet within " + wait.toMillis() + " ms"));
  }

  /** The next packet of discv5, if one comes in time. */
  public Optional<V5Heard> next(Duration wait) throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<V5Heard> heard = hear(Duration.ofNanos(left));
      if (heard.isPresent() && !(heard.get() instanceof V5Heard.Foreign)) {
        return heard;
      }
    }
    return Optional.empty();
  }

  /**
   * The next packet, which must be the challenge of one that was sent.
   *
   * @throws Deviation if it is something else
   */
  public V5Packet.Whoareyou challenged(Bytes nonce) throws IOException, Deviation {
    V5Heard heard = next();
    if (heard instanceof V5Heard.Challenge(V5Packet.Whoareyou packet)) {
      Deviation.unless(
          packet.nonce().equals(nonce),
          "the WHOAREYOU names " + packet.nonce() + " instead of " + nonce);
      return packet;
    }
    throw new Deviation("instead of a WHOAREYOU came " + heard);
  }

  /** Begins a session whose first message is this one. */
  public void open(Bytes plain) throws IOException, Deviation {
    shake(challenged(unreadable()), shake(), plain);
  }

  /**
   * Begins a session by a PING.
   *
   * @return the PONG
   */
  public V5Message.Pong meet() throws IOException, Deviation {
    Bytes id = requestId();
    open(V5Text.ping(id));
    V5Message.Pong pong = answer(id, V5Message.Pong.class);
    check(pong);
    return pong;
  }

  /**
   * Waits for the answer to a request. A PING of the target is answered meanwhile; its other
   * requests, and what it cannot know that we do not read, are passed over.
   *
   * @throws Deviation if there is none in time, or it is of another kind
   */
  public <M extends V5Message> M answer(Bytes requestId, Class<M> kind)
      throws IOException, Deviation {
    return kind.cast(answerOf(requestId, kind).message());
  }

  private V5Heard.Said answerOf(Bytes requestId, Class<? extends V5Message> kind)
      throws IOException, Deviation {
    Duration wait = wire.scene().setting().patience();
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<V5Heard> heard = hear(Duration.ofNanos(left));
      Deviation.unless(
          heard.isEmpty() || !(heard.get() instanceof V5Heard.Challenge),
          "a WHOAREYOU instead of an answer");
      if (heard.isPresent() && heard.get() instanceof V5Heard.Said said) {
        if (said.message() instanceof V5Message.Ping ping) {
          say("PONG", V5Text.pong(ping.requestId()));
        } else if (kind.isInstance(said.message())) {
          Deviation.unless(
              said.message().requestId().equals(requestId),
              "the answer has request id " + said.message().requestId());
          return said;
        }
      }
    }
    throw new Deviation("no " + kind.getSimpleName() + " within " + wait.toMillis() + " ms");
  }

  /**
   * Waits for all packets of a NODES.
   *
   * @throws Deviation if one is missing, or they contradict each other or are too large
   */
  public List<NodeRecord> nodes(Bytes requestId) throws IOException, Deviation {
    List<NodeRecord> records = new ArrayList<>();
    long total = 1;
    for (long i = 0; i < total; i++) {
      V5Message.Nodes part = (V5Message.Nodes) answerOf(requestId, V5Message.Nodes.class).message();
      Deviation.unless(
          part.total() >= 1 && part.total() <= PARTS, "a NODES of " + part.total() + " packets");
      Deviation.unless(i == 0 || part.total() == total, "the packets of a NODES contradict");
      total = part.total();
      records.addAll(part.records());
    }
    return records;
  }

  /** Asks for nodes in the session. */
  public List<NodeRecord> findNode(int... distances) throws IOException, Deviation {
    Bytes id = requestId();
    say("FINDNODE", V5Text.findNode(id, distances));
    return nodes(id);
  }

  /**
   * Checks what a PONG says of us.
   *
   * @throws Deviation if it is not our address
   */
  public void check(V5Message.Pong pong) throws Deviation {
    InetSocketAddress seen = new InetSocketAddress(pong.ip(), pong.port());
    Deviation.unless(seen.equals(address()), "the PONG says " + seen + " instead of " + address());
  }

  /**
   * Nothing is heard.
   *
   * @throws Deviation if something is
   */
  public void silence() throws IOException, Deviation {
    Optional<V5Heard> heard = hear(SILENCE);
    Deviation.unless(heard.isEmpty(), "an answer where there must be none: " + heard);
  }

  /**
   * Nobody answers in the session: what is heard may be a challenge, or a request of the target.
   *
   * @throws Deviation if it is an answer
   */
  public void noAnswer() throws IOException, Deviation {
    long end = System.nanoTime() + SILENCE.toNanos();
    for (long left = SILENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<V5Heard> heard = hear(Duration.ofNanos(left));
      if (heard.isPresent()
          && heard.get() instanceof V5Heard.Said said
          && !isRequest(said.message())) {
        throw new Deviation("an answer where there must be none: " + said.message());
      }
    }
  }

  private static boolean isRequest(V5Message message) {
    return message instanceof V5Message.Ping
        || message instanceof V5Message.FindNode
        || message instanceof V5Message.TalkRequest;
  }
}
