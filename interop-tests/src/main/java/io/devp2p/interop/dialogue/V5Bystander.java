package io.devp2p.interop.dialogue;

import io.devp2p.core.node.NodeId;
import io.devp2p.core.node.NodeRecord;
import io.devp2p.discovery.v5.V5Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/**
 * An honest node with an address in its record, which introduces itself to the target and answers
 * what the target asks, on a thread of its own, until its scene is closed.
 */
public final class V5Bystander {

  private final V5Voice voice;
  private final Supplier<List<NodeRecord>> known;
  private final CompletableFuture<Void> pinged = new CompletableFuture<>();

  private V5Bystander(V5Voice voice, Supplier<List<NodeRecord>> known) {
    this.voice = voice;
    this.known = known;
  }

  /**
   * Introduces a node.
   *
   * @param known whom it knows, for its answers
   * @throws Deviation if the target does not answer its PING
   */
  static V5Bystander start(V5Voice voice, Supplier<List<NodeRecord>> known)
      throws IOException, Deviation {
    V5Bystander bystander = new V5Bystander(voice, known);
    voice.meet();
    Thread.ofPlatform().daemon().name("bystander").start(bystander::serve);
    return bystander;
  }

  /** Its record. */
  public NodeRecord record() {
    return voice.record();
  }

  /**
   * Waits until the target has sent it a PING by itself.
   *
   * @throws Deviation if it does not
   */
  public void awaitPing(Duration wait) throws Deviation, InterruptedException {
    try {
      pinged.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new Deviation(
          "a node that introduced itself has no PING within " + wait.toSeconds() + " s");
    } catch (ExecutionException failed) {
      throw new Deviation(
          "a node that introduced itself was spoken to wrongly: " + failed.getCause());
    }
  }

  private void serve() {
    try {
      while (true) {
        Optional<V5Heard> heard = voice.next(Duration.ofSeconds(1));
        if (heard.isPresent()) {
          answer(heard.get());
        }
      }
    } catch (IOException closed) {
      pinged.completeExceptionally(closed); // the scene is over
    } catch (Deviation wrong) {
      pinged.completeExceptionally(wrong);
    }
  }

  private void answer(V5Heard heard) throws IOException {
    switch (heard) {
      case V5Heard.Challenge challenge -> {
        // Of an answer in a session that the target has given up meanwhile: it will ask again.
      }
      case V5Heard.Foreign none -> throw new IllegalStateException("BUG: passed over before");
      case V5Heard.Unreadable packet -> voice.challenge(packet.nonce());
      case V5Heard.Said said -> answer(said.message());
    }
  }

  private void answer(V5Message message) throws IOException {
    Bytes id = message.requestId();
    switch (message) {
      case V5Message.Ping ping -> {
        voice.say("PONG", V5Text.pong(id));
        pinged.complete(null);
      }
      case V5Message.FindNode find -> {
        NodeId self = record().id();
        Bytes[] records =
            known.get().stream()
                .filter(r -> find.distances().contains(self.logDistance(r.id())))
                .map(NodeRecord::encoded)
                .limit(3) // fits one packet
                .toArray(Bytes[]::new);
        voice.say("NODES", V5Text.nodes(id, records));
      }
      case V5Message.TalkRequest talk -> voice.say("TALKRESP", V5Text.talked(id, Bytes.EMPTY));
      default -> {} // answers, of which it awaits none
    }
  }
}
