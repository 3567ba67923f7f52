package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.wire.Capability;
import io.devp2p.wire.eth.Eth;
import io.devp2p.wire.eth.EthAnswer;
import io.devp2p.wire.eth.EthCodec;
import io.devp2p.wire.eth.EthMessage;
import io.devp2p.wire.eth.EthRequest;
import io.devp2p.wire.snap.SnapAnswer;
import io.devp2p.wire.snap.SnapCodec;
import io.devp2p.wire.snap.SnapRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.tuweni.bytes.Bytes;
import org.xerial.snappy.Snappy;

/**
 * Somebody who has met the target: Hellos are exchanged, messages are compressed. Answers each
 * Ping. Blocking; one thread.
 */
public final class EthVoice {

  /** What each read may take, as in go-ethereum's tool; a patient suite waits longer. */
  public static final Duration READ = Duration.ofSeconds(2);

  private final RlpxVoice voice;
  private final int eth;
  private final OptionalInt snap;
  private final Duration patience;
  private final Deque<EthHeard> stashed = new ArrayDeque<>();

  EthVoice(RlpxVoice voice, int eth, OptionalInt snap, Duration patience) {
    this.voice = voice;
    this.eth = eth;
    this.snap = snap;
    this.patience = patience.compareTo(READ) > 0 ? patience : READ;
  }

  /** The version of eth that is spoken. */
  public int version() {
    return eth;
  }

  /** The version of snap that is spoken. */
  public OptionalInt snap() {
    return snap;
  }

  /** How long to wait for what is due. */
  public Duration patience() {
    return patience;
  }

  // ---- saying

  /** Says a message of eth. */
  public void say(EthMessage message) throws IOException {
    String name = message.getClass().getSimpleName();
    say(name, EthCodec.code(message), EthCodec.encode(eth, message));
  }

  /** Says something under an id of eth; returns this. */
  public EthVoice say(String what, int code, Bytes data) throws IOException {
    return sayAt(what, RlpxText.CAPABILITIES + code, data);
  }

  /** Says a request of snap. */
  public void say(SnapRequest request) throws IOException {
    String name = request.getClass().getSimpleName();
    saySnap(name, SnapCodec.code(request), SnapCodec.encode(request));
  }

  /** Says something under an id of snap; returns this. */
  public EthVoice saySnap(String what, int code, Bytes data) throws IOException {
    return sayAt(what, RlpxText.CAPABILITIES + Eth.span(eth) + code, data);
  }

  /** Says something under an id of the whole session; returns this. */
  public EthVoice sayAt(String what, int code, Bytes data) throws IOException {
    voice.say(what, code, Bytes.wrap(Snappy.compress(data.toArrayUnsafe())));
    return this;
  }

  /** Says a Ping. */
  public void ping() throws IOException {
    voice.say("Ping", RlpxText.PING, RlpxDialogue.COMPRESSED_EMPTY_LIST);
  }

  // ---- hearing

  /**
   * The next thing that is said, if it comes in time.
   *
   * @throws Deviation if it cannot be read
   */
  public Optional<EthHeard> hear(Duration wait) throws IOException, Deviation {
    return stashed.isEmpty() ? hearNew(wait) : Optional.of(stashed.pop());
  }

  /** What comes from now on. */
  Optional<EthHeard> hearNew(Duration wait) throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<RlpxHeard> heard = voice.hear(Duration.ofNanos(left));
      if (heard.isPresent()) {
        switch (heard.get()) {
          case RlpxHeard.Closed closed -> {
            return Optional.of(new EthHeard.Closed());
          }
          case RlpxHeard.Message ping when ping.code() == RlpxText.PING ->
              voice.say("Pong", RlpxText.PONG, RlpxDialogue.COMPRESSED_EMPTY_LIST);
          case RlpxHeard.Message message -> {
            return Optional.of(read(message));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The next thing that is said. */
  public EthHeard next() throws IOException, Deviation {
    return hear(patience)
        .orElseThrow(() -> new Deviation("nothing within " + patience.toMillis() + " ms"));
  }

  private EthHeard read(RlpxHeard.Message message) throws Deviation {
    int code = message.code() - RlpxText.CAPABILITIES;
    if (message.code() == RlpxText.DISCONNECT) {
      return new EthHeard.Disconnect(uncompressedOrBare(message.payload()));
    }
    if (message.code() == RlpxText.PONG) {
      return new EthHeard.Pong();
    }
    Deviation.unless(code >= 0, "a message " + message.code() + " that nobody expects");
    Bytes data = uncompressed(message.payload());
    if (code >= Eth.span(eth)) {
      Deviation.unless(snap.isPresent(), "a message " + message.code() + " of no capability");
      return new EthHeard.Snap(code - Eth.span(eth), data);
    }
    try {
      return new EthHeard.Eth(EthCodec.decode(eth, code, data, EthRequest.MAX_TRANSACTIONS), data);
    } catch (Violation wrong) {
      throw new Deviation(
          "message " + code + " of eth/" + eth + " cannot be read: " + wrong.rule().name());
    }
  }

  private static Bytes uncompressed(Bytes payload) throws Deviation {
    try {
      return Bytes.wrap(Snappy.uncompress(payload.toArrayUnsafe()));
    } catch (IOException wrong) {
      throw new Deviation("a message that is not compressed as it should be");
    }
  }

  /** Some send a Disconnect as it is. */
  private static Bytes uncompressedOrBare(Bytes payload) {
    try {
      return uncompressed(payload);
    } catch (Deviation bare) {
      return payload;
    }
  }

  /** A stashed message of a kind, which is then no more stashed. */
  <M extends EthMessage> Optional<M> unstash(Class<M> kind) {
    for (Iterator<EthHeard> all = stashed.iterator(); all.hasNext(); ) {
      if (all.next() instanceof EthHeard.Eth one && kind.isInstance(one.message())) {
        all.remove();
        return Optional.of(kind.cast(one.message()));
      }
    }
    return Optional.empty();
  }

  /** Keeps something for a later {@link #hear}. */
  void stash(EthHeard heard) {
    stashed.add(heard);
  }

  // ---- waiting for something

  /**
   * Waits for a message of a kind, passing over gossip.
   *
   * @throws Deviation if it does not come, or something else that is no gossip comes
   */
  public <M extends EthMessage> M await(Class<M> kind) throws IOException, Deviation {
    return kind.cast(awaitEth(kind).message());
  }

  /** The same with the payload. */
  public EthHeard.Eth awaitEth(Class<? extends EthMessage> kind) throws IOException, Deviation {
    return until(
        patience,
        "no " + kind.getSimpleName() + " within " + patience.toMillis() + " ms",
        heard -> {
          if (heard instanceof EthHeard.Eth eth && kind.isInstance(eth.message())) {
            return Optional.of(eth);
          }
          Deviation.unless(isAside(heard), heard.text() + " instead of " + kind.getSimpleName());
          return Optional.empty();
        });
  }

  /** Whether what is heard is what is waited for. */
  @FunctionalInterface
  private interface Look<T> {
    Optional<T> at(EthHeard heard) throws Deviation;
  }

  /**
   * Hears until something is what is waited for.
   *
   * @throws Deviation of this cause if it does not come in time
   */
  private <T> T until(Duration wait, String cause, Look<T> look) throws IOException, Deviation {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<EthHeard> heard = hear(Duration.ofNanos(left));
      Optional<T> found = heard.isPresent() ? look.at(heard.get()) : Optional.empty();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new Deviation(cause);
  }

  /** What a target may say at any time. */
  private static boolean isAside(EthHeard heard) {
    return heard instanceof EthHeard.Eth eth
        && (eth.message() instanceof EthMessage.Transactions
            || eth.message() instanceof EthMessage.NewPooledTransactionHashes
            || eth.message() instanceof EthMessage.BlockRangeUpdate
            || eth.message() instanceof EthRequest);
  }

  /**
   * Asks and has the answer.
   *
   * @throws Deviation if it does not come, or has another request id
   */
  public <A extends EthAnswer> A ask(EthRequest request, Class<A> kind)
      throws IOException, Deviation {
    say(request);
    A answer = await(kind);
    Deviation.unless(
        answer.requestId() == request.requestId(),
        "request id " + answer.requestId() + " instead of " + request.requestId());
    return answer;
  }

  /**
   * Asks and has the answer.
   *
   * @throws Deviation if it does not come, is of another kind, or has another request id
   */
  public <A extends SnapAnswer> A ask(SnapRequest request, Class<A> kind)
      throws IOException, Deviation {
    say(request);
    SnapAnswer answer = awaitSnap();
    Deviation.unless(
        kind.isInstance(answer),
        "a " + answer.getClass().getSimpleName() + " instead of " + kind.getSimpleName());
    Deviation.unless(
        answer.requestId() == request.requestId(),
        "request id " + answer.requestId() + " instead of " + request.requestId());
    return kind.cast(answer);
  }

  /** Waits for an answer of snap. */
  public SnapAnswer awaitSnap() throws IOException, Deviation {
    return until(
        patience,
        "no answer within " + patience.toMillis() + " ms",
        heard -> {
          if (heard instanceof EthHeard.Snap answer) {
            return Optional.of(read(answer));
          }
          Deviation.unless(isAside(heard), heard.text() + " instead of an answer");
          return Optional.empty();
        });
  }

  private SnapAnswer read(EthHeard.Snap heard) throws Deviation {
    try {
      return SnapCodec.decodeAnswer(snap.orElseThrow(), heard.code(), heard.data());
    } catch (Violation wrong) {
      throw new Deviation(
          "message " + heard.code() + " of snap cannot be read: " + wrong.rule().name());
    }
  }

  /** The target answers a Ping. */
  public void answersPing() throws IOException, Deviation {
    ping();
    until(
        patience,
        "no Pong within " + patience.toMillis() + " ms",
        heard -> {
          Deviation.unless(!heard.isEnd(), heard.text() + " instead of a Pong");
          return Optional.of(heard).filter(EthHeard.Pong.class::isInstance);
        });
  }

  /**
   * The target has to end the session.
   *
   * @throws Deviation if it does not, or says a Pong before
   */
  public void isEnded() throws IOException, Deviation {
    until(
        RlpxVoice.CLOSING,
        "the session is open after " + RlpxVoice.CLOSING.toSeconds() + " s",
        heard -> {
          Deviation.unless(!(heard instanceof EthHeard.Pong), "a Pong instead of an end");
          return Optional.of(heard).filter(EthHeard::isEnd);
        });
  }

  /** A capability that both of two lists have, the highest version. */
  static OptionalInt highest(String name, Iterable<Capability> ours, Iterable<Capability> theirs) {
    int highest = 0;
    for (Capability one : ours) {
      for (Capability other : theirs) {
        if (one.name().equals(name) && one.equals(other)) {
          highest = Math.max(highest, one.version());
        }
      }
    }
    return highest == 0 ? OptionalInt.empty() : OptionalInt.of(highest);
  }
}
