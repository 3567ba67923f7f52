package io.devp2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devp2p.core.NetworkException;
import io.devp2p.core.crypto.NodeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A subprotocol of one's own, between two hosts over loopback. */
final class ChatTest {

  /** Says things, and repeats what it hears once. */
  static final class Chat implements Session {
    static final int SAY = 0;
    static final int ECHO = 1;

    private final SessionContext peer;
    private final CompletableFuture<String> echoed = new CompletableFuture<>();

    Chat(SessionContext peer) {
      this.peer = peer;
    }

    CompletableFuture<String> say(String text) {
      peer.submit(
          (now, out) -> out.send(SAY, Bytes.wrap(text.getBytes(UTF_8))),
          () -> echoed.completeExceptionally(new NetworkException.Closed("the session is over")));
      return echoed;
    }

    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
      switch (code) {
        case SAY -> out.send(ECHO, payload);
        default -> out.run(() -> echoed.complete(new String(payload.toArray(), UTF_8)));
      }
    }
  }

  @Test
  void twoHostsChat() throws Exception {
    SecureRandom random = new SecureRandom();
    Protocol<Chat> alices = Protocol.of("chat", 1, 2, Chat::new);
    Protocol<Chat> bobs = Protocol.of("chat", 1, 2, Chat::new);
    NodeKey bobKey = NodeKey.generate(random);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Host bob = Host.start(bobKey, c -> c.listen(any).offer(bobs));
        Host alice = Host.start(NodeKey.generate(random), c -> c.offer(alices))) {
      Peer peer =
          alice
              .dial(bobKey.publicKey(), bob.localAddress().orElseThrow())
              .get(10, TimeUnit.SECONDS);

      String heard = peer.session(alices).orElseThrow().say("hello, Bob").get(10, TimeUnit.SECONDS);

      assertThat(heard).isEqualTo("hello, Bob");

      peer.disconnect(DisconnectReason.REQUESTED);
      peer.down().get(10, TimeUnit.SECONDS);
      Chat over = new Chat(peer.session(alices).orElseThrow().peer);
      assertThatThrownBy(() -> over.say("too late").get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NetworkException.Closed.class);
      assertThat(peer.shared()).containsExactly(new Capability("chat", 1));
      peer.disconnect(DisconnectReason.REQUESTED);
      assertThat(peer.down().get(10, TimeUnit.SECONDS).reason())
          .isEqualTo(DisconnectReason.REQUESTED);
    }
  }
}
