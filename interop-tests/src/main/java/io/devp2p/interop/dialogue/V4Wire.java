package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.Curves;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.crypto.PublicKey;
import io.devp2p.core.node.Node;
import io.devp2p.discovery.v4.V4Codec;
import io.devp2p.discovery.v4.V4Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.tuweni.bytes.Bytes;

/** Signed packets between a key at a socket and one other node, and the transcript of them. */
final class V4Wire {

  private final Scene scene;
  private final NodeKey key;
  private final UdpLine line;
  private Optional<InetSocketAddress> remote = Optional.empty();
  private Optional<PublicKey> theirs = Optional.empty();
  private int bytesHeard;

  /** With nobody yet: whoever speaks first is the other node. */
  V4Wire(Scene scene, NodeKey key, UdpLine line) {
    this.scene = scene;
    this.key = key;
    this.line = line;
  }

  /** With a node that is known. */
  static V4Wire to(Node node, Scene scene, NodeKey key, UdpLine line) {
    V4Wire wire = new V4Wire(scene, key, line);
    wire.remote = Optional.of(node.endpoint().udpAddress());
    wire.theirs = Optional.of(node.key());
    return wire;
  }

  V4Wire withKey(NodeKey other) {
    V4Wire wire = new V4Wire(scene, other, line);
    wire.remote = remote;
    wire.theirs = theirs;
    return wire;
  }

  Duration patience() {
    return scene.setting().patience();
  }

  NodeKey newKey() {
    return scene.key();
  }

  NodeKey key() {
    return key;
  }

  InetSocketAddress address() {
    return line.address();
  }

  /** Where the other node is. */
  InetSocketAddress remote() {
    return remote.orElseThrow();
  }

  /** Bytes of all datagrams of the other node that were heard. */
  int bytesHeard() {
    return bytesHeard;
  }

  void send(String what, Bytes datagram) throws IOException {
    note(Transcript.Kind.SENT, remote(), what + ", " + datagram.size() + " bytes", datagram);
    line.send(remote(), datagram);
  }

  /**
   * The next packet of the other node, if one comes in time. What is no packet of discv4 is passed
   * over: the node may speak discv5 on the same port, and begin to at any time.
   *
   * @throws Deviation if it has no proper content, has expired, or is signed by somebody else
   */
  Optional<V4Codec.Decoded> hear(Duration wait) throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<UdpLine.Arrival> arrival = line.receive(Duration.ofNanos(left));
      if (arrival.isEmpty()) {
        return Optional.empty();
      }
      InetSocketAddress from = arrival.get().from();
      if (remote.orElse(from).equals(from)) {
        remote = Optional.of(from);
        bytesHeard += arrival.get().datagram().size();
        Optional<V4Codec.Checked> checked = check(arrival.get().datagram());
        if (checked.isPresent()) {
          return Optional.of(read(checked.get(), arrival.get().datagram()));
        }
      } else {
        note(Transcript.Kind.RECEIVED, from, "of a stranger", arrival.get().datagram());
      }
    }
    return Optional.empty();
  }

  private Optional<V4Codec.Checked> check(Bytes datagram) {
    try {
      return Optional.of(V4Codec.check(datagram));
    } catch (Violation other) {
      note(Transcript.Kind.RECEIVED, remote(), "not discv4: " + other.rule().name(), datagram);
      return Optional.empty();
    }
  }

  private V4Codec.Decoded read(V4Codec.Checked checked, Bytes datagram) throws Deviation {
    try {
      V4Codec.Decoded decoded = V4Codec.decode(Curves.best(), checked);
      note(Transcript.Kind.RECEIVED, remote(), decoded.packet().toString(), datagram);
      PublicKey sender = decoded.sender();
      Deviation.unless(
          theirs.orElse(sender).equals(sender), "a packet that another key signed: " + sender);
      theirs = Optional.of(sender);
      OptionalLong expiration = V4Codec.expiration(checked);
      Deviation.unless(
          expiration.isEmpty() || !V4Packet.isExpired(expiration.getAsLong(), V4Voice.inSeconds(0)),
          "a packet that has expired: " + decoded.packet());
      return decoded;
    } catch (Violation wrong) {
      note(Transcript.Kind.RECEIVED, remote(), wrong.rule().name(), datagram);
      throw new Deviation("a packet of discv4 that breaks a rule: " + wrong.rule().name());
    }
  }

  private void note(Transcript.Kind kind, InetSocketAddress other, String what, Bytes datagram) {
    scene.transcript().add(kind, address(), other, what, datagram, Bytes.EMPTY);
  }
}
