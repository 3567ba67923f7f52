package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Two hosts dial each other at once, over loopback sockets: every order is in the machine's test.
 */
final class HostCrossingTest {

  private final Loopback loopback = new Loopback();

  @AfterEach
  void close() {
    loopback.close();
  }

  /** Hears one message. */
  private static final class Ear implements Session {
    final SessionContext context;
    final LinkedBlockingQueue<Bytes> heard = new LinkedBlockingQueue<>();

    Ear(SessionContext context) {
      this.context = context;
    }

    @Override
    public void onMessage(long now, int code, Bytes payload, SessionOutbox out) {
      heard.add(payload);
    }
  }

  @RepeatedTest(25)
  void oneSessionIsLeft() throws Exception {
    Protocol<Ear> ofAlice = Protocol.of("ear", 1, 1, Ear::new);
    Protocol<Ear> ofBob = Protocol.of("ear", 1, 1, Ear::new);
    CompletableFuture<Boolean> bothDial = new CompletableFuture<>();
    Admission onceBothDial =
        candidate -> {
          bothDial.join();
          return Optional.empty();
        };
    Host alice = loopback.host(c -> c.offer(ofAlice).admit(onceBothDial));
    Host bob = loopback.host(c -> c.offer(ofBob).admit(onceBothDial));

    CompletableFuture<Peer> one = Loopback.dial(alice, bob);
    CompletableFuture<Peer> two = Loopback.dial(bob, alice);
    bothDial.complete(true);
    Peer toBob = Loopback.await(one);
    Peer toAlice = Loopback.await(two);

    assertThat(alice.peers()).containsExactly(toBob);
    assertThat(bob.peers()).containsExactly(toAlice);
    assertThat(toBob.inbound()).isNotEqualTo(toAlice.inbound());
    toBob.session(ofAlice).orElseThrow().context.submit((now, out) -> out.send(0, Bytes.of(1)));
    assertThat(toAlice.session(ofBob).orElseThrow().heard.poll(10, TimeUnit.SECONDS))
        .as("both have the same connection")
        .isEqualTo(Bytes.of(1));
    assertThat(alice.stats().ends()).isEmpty();
    assertThat(bob.stats().ends()).isEmpty();
  }
}
