package io.devp2p.interop.dialogue;

import io.devp2p.core.Violation;
import io.devp2p.core.crypto.NodeKey;
import io.devp2p.core.node.Node;
import io.devp2p.core.rlp.RlpReader;
import io.devp2p.rlpx.FrameCodec;
import io.devp2p.rlpx.Handshake;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * Somebody who has connected to the target over TCP. Says whatever it is told to, byte by byte.
 * Blocking; one thread.
 */
public final class RlpxVoice {

  /**
   * How long a target may take to close a connection that it has to: as long as handshakes take.
   */
  public static final Duration CLOSING = Duration.ofSeconds(15);

  private final Scene scene;
  private final NodeKey key;
  private final TcpLine line;
  private final Node target;
  private final Handshake handshake;
  private ByteBuffer unread = ByteBuffer.allocate(0);
  private Optional<FrameCodec> frames = Optional.empty();

  RlpxVoice(Scene scene, NodeKey key, TcpLine line, Node target) {
    this.scene = scene;
    this.key = key;
    this.line = line;
    this.target = target;
    this.handshake = Handshake.initiator(key, target.key(), scene.random());
  }

  /** The key. */
  public NodeKey key() {
    return key;
  }

  /** The auth packet, which is made once. */
  public Bytes auth() {
    return handshake.open().orElseThrow();
  }

  /** Sends bytes as they are. */
  public void send(String what, Bytes bytes, Bytes plain) throws IOException {
    note(Transcript.Kind.SENT, what + ", " + bytes.size() + " bytes", bytes, plain);
    line.send(bytes);
  }

  /** Sends bytes one by one. */
  public void drip(String what, Bytes bytes) throws IOException {
    note(Transcript.Kind.SENT, what + ", byte by byte", bytes, Bytes.EMPTY);
    for (int i = 0; i < bytes.size(); i++) {
      line.send(bytes.slice(i, 1));
    }
  }

  /** Says that no more bytes come. */
  public void end() throws IOException {
    scene.transcript().note("no more bytes come");
    line.end();
  }

  /** Sends auth, and waits for ack. */
  public void shake() throws IOException, Deviation {
    send("auth", auth(), Bytes.EMPTY);
    acknowledged();
  }

  /**
   * Waits for ack; the frames begin.
   *
   * @throws Deviation if it does not come, or is wrong
   */
  public void acknowledged() throws IOException, Deviation {
    try {
      long end = System.nanoTime() + patience().toNanos();
      while (!handshake.take(unread)) {
        Optional<ByteBuffer> more = line.receive(Duration.ofNanos(end - System.nanoTime()));
        unread =
            more.orElseThrow(() -> new Deviation("no ack within " + patience().toMillis() + " ms"));
      }
      frames = Optional.of(new FrameCodec(handshake.finish().secrets()));
      scene.transcript().note("ack is there");
    } catch (Violation wrong) {
      throw new Deviation("the ack is wrong: " + wrong.rule().name());
    } catch (EOFException | SocketException closed) {
      throw new Deviation("closed instead of an ack");
    }
  }

  private Duration patience() {
    return scene.setting().patience();
  }

  /** The frame of a message, which must be sent before another is made. */
  public Bytes frame(int code, Bytes payload) {
    Bytes body = Bytes.concatenate(Items.uint(code), payload);
    byte[] frame = new byte[FrameCodec.frameSize(body.size())];
    frames.orElseThrow().encode(body, frame, 0);
    return Bytes.wrap(frame);
  }

  /** Says a message; what is sent after Hello must be compressed already. */
  public void say(String what, int code, Bytes payload) throws IOException {
    send(what, frame(code, payload), Bytes.concatenate(Items.uint(code), payload));
  }

  /**
   * The next message, if one comes in time.
   *
   * @throws Deviation if what comes is no frame of the session
   */
  public Optional<RlpxHeard> hear(Duration wait) throws IOException, Deviation {
    try {
      long end = System.nanoTime() + wait.toNanos();
      while (true) {
        Optional<Bytes> body = frames.isEmpty() ? Optional.empty() : frames.get().take(unread);
        if (body.isPresent()) {
          return Optional.of(message(body.get()));
        }
        long left = end - System.nanoTime();
        Optional<ByteBuffer> more =
            left <= 0 ? Optional.empty() : line.receive(Duration.ofNanos(left));
        if (more.isEmpty()) {
          return Optional.empty();
        }
        Deviation.unless(frames.isPresent(), "bytes before the handshake is done");
        unread = more.get();
      }
    } catch (EOFException | SocketException closed) {
      note(Transcript.Kind.RECEIVED, "closed", Bytes.EMPTY, Bytes.EMPTY);
      return Optional.of(new RlpxHeard.Closed());
    } catch (Violation wrong) {
      throw new Deviation("a frame that cannot be read: " + wrong.rule().name());
    }
  }

  private RlpxHeard message(Bytes body) {
    int code = (int) RlpReader.of(body).uint64();
    Bytes payload = body.slice(Items.uint(code).size());
    note(Transcript.Kind.RECEIVED, "message " + code, Bytes.EMPTY, body);
    return new RlpxHeard.Message(code, payload);
  }

  /**
   * Waits for a message of a code, passing over others.
   *
   * @throws Deviation if it does not come, or the connection is closed before
   */
  public Bytes await(int code) throws IOException, Deviation {
    long end = System.nanoTime() + patience().toNanos();
    for (long left = patience().toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<RlpxHeard> heard = hear(Duration.ofNanos(left));
      if (heard.isPresent()) {
        if (heard.get() instanceof RlpxHeard.Message message && message.code() == code) {
          return message.payload();
        }
        Deviation.unless(
            !(heard.get() instanceof RlpxHeard.Closed), "closed instead of message " + code);
        Deviation.unless(
            !(heard.get() instanceof RlpxHeard.Message m && m.code() == RlpxText.DISCONNECT),
            "a Disconnect instead of message " + code);
      }
    }
    throw new Deviation("no message " + code + " within " + patience().toMillis() + " ms");
  }

  /**
   * The target has to end the connection; until then it may say what it wants, but no Pong.
   *
   * @throws Deviation if it does not
   */
  public void isEnded() throws IOException, Deviation {
    long end = System.nanoTime() + CLOSING.toNanos();
    for (long left = CLOSING.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<RlpxHeard> heard = hear(Duration.ofNanos(left));
      if (heard.isPresent()) {
        switch (heard.get()) {
          case RlpxHeard.Closed closed -> {
            return;
          }
          case RlpxHeard.Message message -> {
            Deviation.unless(message.code() != RlpxText.PONG, "a Pong instead of an end");
            if (message.code() == RlpxText.DISCONNECT) {
              return;
            }
          }
        }
      }
    }
    throw new Deviation("the connection is open after " + CLOSING.toSeconds() + " s");
  }

  private void note(Transcript.Kind kind, String what, Bytes wire, Bytes plain) {
    scene.transcript().add(kind, line.address(), target.endpoint().tcpAddress(), what, wire, plain);
  }
}
