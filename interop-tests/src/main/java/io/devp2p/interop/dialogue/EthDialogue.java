package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.kzg.NativeKzg;
import io.devp2p.wire.Capability;
import io.devp2p.wire.eth.CellMask;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.Kzg;
import io.devp2p.wire.eth.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.apache.tuweni.units.bigints.UInt256;

/** The sessions of a case of eth or snap. One thread. */
public final class EthDialogue {

  /** What go-ethereum's tool offers. */
  public static final List<Capability> ETH = offer(72, 71, 70, 69);

  /** How long one of several sessions is listened to before the next. */
  private static final Duration TURN = Duration.ofMillis(10);

  private final Scene scene;
  private final RlpxDialogue rlpx;

  /** A dialogue in a scene whose target listens on TCP. */
  public EthDialogue(Scene scene) {
    this.scene = scene;
    this.rlpx = new RlpxDialogue(scene);
  }

  /** Versions of eth. */
  public static List<Capability> offer(int... versions) {
    return IntStream.of(versions).mapToObj(version -> new Capability("eth", version)).toList();
  }

  /** What go-ethereum's tool offers, and a version of snap. */
  public static List<Capability> offerSnap(int version) {
    List<Capability> all = new ArrayList<>(ETH);
    all.add(new Capability("snap", version));
    return all;
  }

  // ---- what is known

  /** The chain of the target. */
  public KnownChain chain() {
    return scene.target().chain().orElseThrow();
  }

  /** Tells the target its head. */
  public void tellHead(Optional<CellMask> custody) throws IOException, InterruptedException {
    scene.transcript().note("the head is told" + custody.map(c -> ", custody " + c).orElse(""));
    scene.target().consensus().orElseThrow().head(chain().head().hash(), custody);
  }

  /** For blobs. */
  public Kzg kzg() {
    return NativeKzg.load();
  }

  /** Random bytes. */
  public Bytes bytes(int count) {
    return scene.bytes(count);
  }

  /** A hash of nothing. */
  public Bytes32 hash() {
    return Bytes32.wrap(scene.bytes(Bytes32.SIZE));
  }

  /** Any request id. */
  public long id() {
    return scene.random().nextLong(Long.MAX_VALUE);
  }

  /** A new key. */
  public NodeKey key() {
    return scene.key();
  }

  /** A remark for the log. */
  public void note(String remark) {
    scene.transcript().note(remark);
  }

  /** A connection whose handshake is done, without Hello. */
  public RlpxVoice shaken() throws IOException, Deviation {
    return rlpx.shaken();
  }

  /** Somebody else can meet the target. */
  public void isAlive() throws IOException, Deviation {
    rlpx.isAlive();
  }

  // ---- meeting

  /**
   * A session after Hello, in which nobody has said a Status.
   *
   * @throws Deviation if no version of eth is shared
   */
  public EthVoice greeted(List<Capability> offered) throws IOException, Deviation {
    RlpxVoice voice = rlpx.shaken();
    Bytes capabilities =
        Items.list(
            offered.stream().map(one -> RlpxText.capability(one.name(), one.version())).toList());
    RlpxText hello = RlpxText.hello(voice.key().publicKey(), capabilities);
    voice.say("Hello", RlpxText.HELLO, hello.encoded());
    List<Capability> theirs = capabilities(voice.await(RlpxText.HELLO));
    OptionalInt eth = EthVoice.highest("eth", offered, theirs);
    Deviation.unless(eth.isPresent(), "it offers " + theirs + ", which shares no eth with us");
    OptionalInt snap = EthVoice.highest("snap", offered, theirs);
    return new EthVoice(voice, eth.getAsInt(), snap, scene.setting().patience());
  }

  private static List<Capability> capabilities(Bytes hello) throws Deviation {
    try {
      RlpReader in = RlpReader.list(hello);
      in.uint64();
      in.bytes();
      RlpReader list = in.list();
      List<Capability> all = new ArrayList<>();
      while (!list.isAtEnd()) {
        RlpReader one = list.list();
        all.add(Capability.ofBytes(one.bytes().toArrayUnsafe(), (int) one.uint64()));
      }
      return all;
    } catch (Violation wrong) {
      throw new Deviation("a Hello that cannot be read: " + wrong.rule().name());
    }
  }

  /** A session after Hello and Status of go-ethereum's tool. */
  public EthVoice met() throws IOException, Deviation {
    return met(ETH);
  }

  /** A session after Hello and Status; the chain of the target is known. */
  public EthVoice met(List<Capability> offered) throws IOException, Deviation {
    EthVoice voice = greeted(offered);
    Status theirs = voice.await(Status.class);
    Deviation.unless(
        theirs.latestHash().equals(chain().head().hash()),
        "its latest block is " + theirs.latestHash() + ", not that of the chain");
    voice.say(status(voice.version()));
    return voice;
  }

  /**
   * A session in which one of some versions of eth is spoken.
   *
   * @throws NotOffered if the target offers none of them
   */
  public EthVoice speaking(int... versions) throws IOException, Deviation, NotOffered {
    List<Capability> wanted = offer(versions);
    List<Capability> offered = capabilities(rlpx.shaken().await(RlpxText.HELLO));
    if (EthVoice.highest("eth", wanted, offered).isEmpty()) {
      throw new NotOffered("none of " + wanted + " among " + offered);
    }
    return met(wanted);
  }

  /** Several sessions. */
  public List<EthVoice> met(int count) throws IOException, Deviation {
    List<EthVoice> voices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      voices.add(met());
    }
    return voices;
  }

  /** A session in which snap is spoken. */
  public EthVoice metSnap(int version) throws IOException, Deviation {
    EthVoice voice = met(offerSnap(version));
    Deviation.unless(
        voice.snap().equals(OptionalInt.of(version)), "it does not offer snap/" + version);
    return voice;
  }

  /** The Status of a node that has all of the chain. */
  public Status status(int version) {
    KnownChain chain = chain();
    long network = chain.genesis().networkId();
    Bytes32 genesis = chain.header(0).hash();
    Bytes32 head = chain.head().hash();
    return version < 69
        ? new Status.Status68(version, network, UInt256.ZERO, head, genesis, chain.forkId())
        : new Status.Status69(version, network, genesis, chain.forkId(), 0, chain.height(), head);
  }

  // ---- several sessions

  /**
   * A message, and who heard it.
   *
   * @param voice the session that it came over
   */
  public record From<M extends EthMessage>(M message, EthVoice voice) {}

  /**
   * Waits until a message of a kind comes over any of some sessions. What else is said is kept for
   * later.
   *
   * @throws Deviation if none comes in time, or one of the sessions ends
   */
  public <M extends EthMessage> From<M> awaitAny(
      Class<M> kind, List<EthVoice> voices, Duration wait) throws IOException, Deviation {
    for (EthVoice voice : voices) {
      Optional<M> before = voice.unstash(kind);
      if (before.isPresent()) {
        return new From<>(before.get(), voice);
      }
    }
    List<List<EthHeard>> aside =
        voices.stream().<List<EthHeard>>map(v -> new ArrayList<>()).toList();
    try {
      for (long end = System.nanoTime() + wait.toNanos(); System.nanoTime() < end; ) {
        for (int i = 0; i < voices.size(); i++) {
          Optional<EthHeard> heard = voices.get(i).hearNew(TURN);
          if (heard.isPresent()) {
            if (heard.get() instanceof EthHeard.Eth one && kind.isInstance(one.message())) {
              return new From<>(kind.cast(one.message()), voices.get(i));
            }
            Deviation.unless(
                !heard.get().isEnd(), heard.get().text() + " instead of " + kind.getSimpleName());
            aside.get(i).add(heard.get());
          }
        }
      }
    } finally {
      for (int i = 0; i < voices.size(); i++) {
        aside.get(i).forEach(voices.get(i)::stash);
      }
    }
    throw new Deviation("no " + kind.getSimpleName() + " within " + wait.toSeconds() + " s");
  }

  /**
   * Whether the target says Disconnect: as long as it says anything else it is listened to for
   * another moment.
   */
  public boolean isDisconnected(EthVoice voice) throws IOException, Deviation {
    List<EthHeard> aside = new ArrayList<>();
    try {
      long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
      do {
        Optional<EthHeard> heard = voice.hearNew(EthVoice.READ);
        if (heard.isEmpty()) {
          return false;
        }
        if (heard.get().isEnd()) {
          return heard.get() instanceof EthHeard.Disconnect;
        }
        aside.add(heard.get());
      } while (System.nanoTime() < end);
      return false;
    } finally {
      aside.forEach(voice::stash);
    }
  }
}
