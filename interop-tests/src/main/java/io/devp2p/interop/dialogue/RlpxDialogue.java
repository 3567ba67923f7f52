package io.devp2p.interop.dialogue;

import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.rlp.RlpReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The connections of a case of RLPx. One thread. */
public final class RlpxDialogue {

  /** An empty list as a Snappy block: its length, a literal of one byte, the byte. */
  public static final Bytes COMPRESSED_EMPTY_LIST = Bytes.of(1, 0, 0xc0);

  /** For a Status; who has none to say is talked to without. */
  private static final Duration STATUS = Duration.ofMillis(300);

  private final Scene scene;

  /** A dialogue in a scene whose target is a node that listens on TCP. */
  public RlpxDialogue(Scene scene) {
    this.scene = scene;
  }

  private Node target() {
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

  /** A new connection to the target. */
  public RlpxVoice voice() throws IOException {
    return voice(target());
  }

  /** A new connection to where the target is, made for another key. */
  public RlpxVoice voiceForOther() throws IOException {
    return voice(Node.of(scene.key().publicKey(), target().endpoint()));
  }

  private RlpxVoice voice(Node to) throws IOException {
    TcpLine line =
        scene.own(TcpLine.connect(to.endpoint().tcpAddress(), scene.setting().patience()));
    return new RlpxVoice(scene, scene.key(), line, to);
  }

  /** A connection whose handshake is done, without Hello. */
  public RlpxVoice shaken() throws IOException, Deviation {
    RlpxVoice voice = voice();
    voice.shake();
    return voice;
  }

  /**
   * The Hello that a target cannot refuse: it offers what the target offers.
   *
   * @throws Deviation if the target has no Hello to say
   */
  public RlpxText hello(RlpxVoice voice) throws IOException, Deviation {
    return RlpxText.hello(voice.key().publicKey(), capabilities(voice));
  }

  /** What the target offers in its Hello, encoded; most say it unasked. */
  private Bytes capabilities(RlpxVoice voice) throws IOException, Deviation {
    RlpReader hello = RlpReader.list(voice.await(RlpxText.HELLO));
    hello.uint64();
    hello.bytes();
    return hello.raw();
  }

  /** A session after Hello and Status. */
  public RlpxVoice met() throws IOException, Deviation {
    RlpxVoice voice = shaken();
    meet(voice, hello(voice));
    return voice;
  }

  /** Says Hello, and then what follows. */
  public void meet(RlpxVoice voice, RlpxText hello) throws IOException, Deviation {
    voice.say("Hello", RlpxText.HELLO, hello.encoded());
    exchangeStatus(voice);
  }

  /**
   * Gives the target its own Status back if it says one: we belong to the same network then. Some
   * answer no Ping before that.
   */
  public void exchangeStatus(RlpxVoice voice) throws IOException, Deviation {
    Optional<RlpxHeard> first = voice.hear(STATUS);
    if (first.isPresent()
        && first.get() instanceof RlpxHeard.Message message
        && message.code() == RlpxText.CAPABILITIES) {
      voice.say("its own Status", RlpxText.CAPABILITIES, message.payload());
    }
  }

  /** The target answers a Ping of a session. */
  public void answersPing(RlpxVoice voice) throws IOException, Deviation {
    voice.say("Ping", RlpxText.PING, COMPRESSED_EMPTY_LIST);
    voice.await(RlpxText.PONG);
  }

  /**
   * Somebody else can meet the target.
   *
   * @throws Deviation if not
   */
  public void isAlive() throws IOException, Deviation {
    RlpxVoice witness = voice();
    try {
      witness.shake();
    } catch (Deviation harmed) {
      throw new Deviation("afterwards another node cannot meet it: " + harmed.getMessage());
    }
  }
}
