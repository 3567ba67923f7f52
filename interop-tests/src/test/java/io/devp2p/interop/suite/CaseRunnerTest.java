package io.devp2p.interop.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.Scene;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import io.devp2p.interop.dialogue.UdpLine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** However a script ends, its case has a verdict, and the next case is tried. */
final class CaseRunnerTest {

  private static final Target NOBODY = Target.named("nobody");

  private static CaseResult run(Case<Scene> one) throws InterruptedException {
    Setting setting =
        new Setting(InetAddress.getLoopbackAddress(), Optional.empty(), 1, Setting.PATIENCE);
    return new CaseRunner<>(new Suite<>("test", List.of(one), Function.identity()), NOBODY, setting)
        .run(one);
  }

  private static Case<Scene> of(Case.Script<Scene> script) {
    return Case.must("one", "nowhere", "Nothing holds.", script);
  }

  @Test
  void whatEndsHasPassed() throws Exception {
    assertThat(run(of(scene -> {})).verdict()).isEqualTo(new Verdict.Passed());
  }

  @Test
  void aDeviationIsTheCause() throws Exception {
    assertThat(run(of(scene -> Deviation.unless(false, "it lies"))).verdict())
        .isEqualTo(new Verdict.Failed("it lies"));
  }

  @Test
  void anErrorOfTheScriptFailsItsCase() throws Exception {
    Verdict verdict =
        run(of(scene -> {
          throw new AssertionError("odd");
        }))
            .verdict();
    assertThat(verdict).isInstanceOf(Verdict.Failed.class);
    assertThat(verdict.text()).contains("odd").contains("CaseRunnerTest");
  }

  @Test
  void whoWaitsForEverIsEnded() throws Exception {
    Case<Scene> forEver =
        of(scene -> {
          UdpLine line = scene.udp(InetAddress.getLoopbackAddress());
          line.receive(Duration.ofHours(1));
        });
    CaseResult result = run(Case.within(Duration.ofMillis(50), forEver));
    assertThat(result.verdict()).isInstanceOf(Verdict.Failed.class);
    assertThat(result.took()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void whoDoesNotListenIsLeftAlone() throws Exception {
    CountDownLatch deaf = new CountDownLatch(1);
    Case<Scene> stubborn =
        of(scene -> {
          boolean ended = false;
          while (!ended) {
            try {
              deaf.await();
              ended = true;
            } catch (InterruptedException ignored) {
              scene.transcript().note("no");
            }
          }
        });
    CaseResult result = run(Case.within(Duration.ofMillis(50), stubborn));
    deaf.countDown();
    assertThat(result.verdict().text()).contains("not done within");
  }

  @Test
  void whatIsMissingSkips() throws Exception {
    CaseResult result = run(Case.needing(Need.SECOND_ADDRESS, of(scene -> {})));
    assertThat(result.verdict())
        .isEqualTo(new Verdict.Skipped("needs a second address to speak from"));
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    List<Bytes> bytes = new ArrayList<>();
    Case<Scene> random = of(scene -> bytes.add(scene.bytes(32)));
    run(random);
    run(random);
    assertThat(bytes.getFirst()).isEqualTo(bytes.getLast());
  }
}
