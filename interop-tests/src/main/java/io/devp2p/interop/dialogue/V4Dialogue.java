package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Endpoint;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The voices of a case of discv4. One thread. */
public final class V4Dialogue {

  /** For what a target does in another order than it was asked: threads of its own, mostly. */
  private static final Duration AFTERWARDS = Duration.ofMillis(100);

  /** A datagram may be lost where many have come at once. */
  private static final int TRIES = 4;

  private final Scene scene;

  /** A dialogue in a scene whose target is a node. */
  public V4Dialogue(Scene scene) {
    this.scene = scene;
  }

  /** The target. */
  public Node target() {
    return scene.target().node().orElseThrow();
  }

  /** Random bytes. */
  public Bytes bytes(int count) {
    return scene.bytes(count);
  }

  /** A new key. */
  public NodeKey key() {
    return scene.key();
  }

  /** A remark for the transcript. */
  public void note(String remark) {
    scene.transcript().note(remark);
  }

  /** A new voice at the usual address. */
  public V4Voice voice() throws IOException {
    return voice(scene.key());
  }

  /** A voice at the usual address, at a socket of its own. */
  public V4Voice voice(NodeKey key) throws IOException {
    return voice(key, scene.setting().first(), target());
  }

  /** A voice at the second address. */
  public V4Voice elsewhere(NodeKey key) throws IOException {
    return voice(key, scene.setting().second().orElseThrow(), target());
  }

  /** A new voice that speaks with the target over IPv6. */
  public V4Voice voiceOver6() throws IOException {
    Endpoint six = scene.target().ip6().orElseThrow();
    Node there = Node.of(target().key(), six);
    return voice(scene.key(), six.address(), there);
  }

  private V4Voice voice(NodeKey key, InetAddress at, Node to) throws IOException {
    return new V4Voice(V4Wire.to(to, scene, key, scene.udp(at)));
  }

  /** A new voice that the target is told to ping; who calls must not be the target itself. */
  public V4Voice called() throws IOException, InterruptedException {
    UdpLine line = scene.udp(scene.setting().first());
    V4Voice voice = new V4Voice(new V4Wire(scene, scene.key(), line));
    scene.target().caller().orElseThrow().call(Caller.Way.DISCV4, voice.node());
    return voice;
  }

  /**
   * What a voice has said must have no answer, and do no harm: somebody else who asks afterwards is
   * answered.
   *
   * @throws Deviation if not
   */
  public void isIgnored(V4Voice voice) throws IOException, Deviation {
    isAlive();
    voice.silenceBut(V4Voice.QUESTIONS, AFTERWARDS);
  }

  /**
   * Somebody else is answered: at once, or after what has piled up.
   *
   * @throws Deviation if not
   */
  public void isAlive() throws IOException, Deviation {
    for (int i = 0; i < TRIES; i++) {
      V4Voice witness = voice();
      V4Voice.Sent ping = witness.send(witness.ping());
      Optional<V4Codec.Decoded> first = witness.hear(scene.setting().patience());
      if (first.isPresent()) {
        if (first.get().packet() instanceof V4Packet.Pong pong) {
          witness.check(pong, ping);
        }
        return;
      }
    }
    throw new Deviation("afterwards another node's PING has no answer");
  }
}
