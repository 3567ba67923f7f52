package io.devp2p.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.core.NetworkException;
import io.devp2p.core.Violation;
import io.devp2p.core.rlp.RlpRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  @Test
  void effectsComeOutInTheirOrderAndOnce() {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 30303);
    Violation why = new Violation(RlpRule.RLP_TRUNCATED);
    NetworkException.TimedOut late = new NetworkException.TimedOut("a pong");
    Outbox<String> out = new Outbox<>();
    out.send(peer, Bytes.of(1));
    out.emit("event");
    out.done(7, "value");
    out.fail(8, late);
    out.refused(peer, why);
    Effect.Task<String> task = () -> (now, then) -> then.emit("result");
    out.work(peer, task);
    List<Effect<String>> drained = out.drain();
    assertThat(drained)
        .containsExactly(
            new Effect.Send<>(peer, Bytes.of(1)),
            new Effect.Emit<>("event"),
            new Effect.Done<>(7, new Effect.Outcome.Value("value")),
            new Effect.Done<>(8, new Effect.Outcome.Failure(late)),
            new Effect.Refused<>(peer, why),
            new Effect.Work<>(peer, task));
    assertThat(out.drain()).isEmpty();
    out.emit("next");
    assertThat(drained).hasSize(6);
    assertThat(out.drain()).containsExactly(new Effect.Emit<>("next"));
  }
}
