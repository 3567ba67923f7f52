package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/** The voices of a case of discv5. One thread. */
public final class V5Dialogue {

  /** A datagram may be lost where many have come at once. */
  private static final int TRIES = 4;

  private final Scene scene;

  /** A dialogue in a scene whose target is a node. */
  public V5Dialogue(Scene scene) {
    this.scene = scene;
  }

  /** The target. */
  public Node target() {
    return scene.target().node().orElseThrow();
  }

  /** The id of the target. */
  public NodeId targetId() {
    return target().id();
  }

  /** Random bytes. */
  public Bytes bytes(int count) {
    return scene.bytes(count);
  }

  /** A new key. */
  public NodeKey key() {
    return scene.key();
  }

  /** A new voice at the usual address, whose record tells no address. */
  public V5Voice voice() throws IOException {
    return voice(scene.key());
  }

  /** A voice at the usual address, at a socket of its own. */
  public V5Voice voice(NodeKey key) throws IOException {
    return voice(key, scene.udp(scene.setting().first()));
  }

  /** A voice at the second address. */
  public V5Voice elsewhere(NodeKey key) throws IOException {
    return voice(key, scene.udp(scene.setting().second().orElseThrow()));
  }

  private V5Voice voice(NodeKey key, UdpLine line) {
    NodeRecord record = NodeRecord.builder().sign(key, 1);
    return new V5Voice(new V5Wire(scene, key, record, line).with(target()));
  }

  /** A new voice that speaks with the target over IPv6. */
  public V5Voice voiceOver6() throws IOException {
    Endpoint six = scene.target().ip6().orElseThrow();
    NodeKey key = scene.key();
    Node there = Node.of(target().key(), six);
    UdpLine line = scene.udp(six.address());
    NodeRecord record = NodeRecord.builder().sign(key, 1);
    return new V5Voice(new V5Wire(scene, key, record, line).with(there));
  }

  /** A new voice at the usual address, whose record tells it. */
  public V5Voice settled() throws IOException {
    NodeKey key = scene.key();
    UdpLine line = scene.udp(scene.setting().first());
    return new V5Voice(new V5Wire(scene, key, recordAt(key, line), line).with(target()));
  }

  /** The record of a node at a socket. */
  private static NodeRecord recordAt(NodeKey key, UdpLine line) {
    InetAddress ip = line.address().getAddress();
    return NodeRecord.builder()
        .address(ip)
        .port(ip.getAddress().length == 4 ? "udp" : "udp6", line.address().getPort())
        .sign(key, 1);
  }

  /** An honest node that introduces itself. */
  public V5Bystander bystander(Supplier<List<NodeRecord>> known) throws IOException, Deviation {
    return V5Bystander.start(settled(), known);
  }

  /** A new voice that the target is told to ping; who calls must not be the target itself. */
  public V5Voice called() throws IOException, InterruptedException {
    NodeKey key = scene.key();
    UdpLine line = scene.udp(scene.setting().first());
    V5Voice voice = new V5Voice(new V5Wire(scene, key, recordAt(key, line), line));
    Node node = Node.of(voice.record()).orElseThrow();
    scene.target().caller().orElseThrow().call(Caller.Way.DISCV5, node);
    return voice;
  }

  /** Waits. */
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /**
   * What a voice has said must have no answer at all, and do no harm: somebody else who asks
   * afterwards is challenged.
   *
   * @throws Deviation if not
   */
  public void isIgnored(V5Voice voice) throws IOException, Deviation {
    isAlive();
    Optional<V5Heard> heard = voice.next(Duration.ofMillis(100));
    Deviation.unless(heard.isEmpty(), "an answer where there must be none: " + heard);
  }

  /**
   * Somebody else is answered: at once, or after what has piled up.
   *
   * @throws Deviation if not
   */
  public void isAlive() throws IOException, Deviation {
    for (int i = 0; i < TRIES; i++) {
      V5Voice witness = voice();
      witness.unreadable();
      if (witness.next(scene.setting().patience()).isPresent()) {
        return;
      }
    }
    throw new Deviation("afterwards another node's packet has no answer");
  }
}
