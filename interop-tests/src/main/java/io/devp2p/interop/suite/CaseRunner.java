package io.devp2p.interop.suite;

import io.devp2p.interop.dialogue.Deviation;
import io.devp2p.interop.dialogue.NotOffered;
import io.devp2p.interop.dialogue.Scene;
import io.devp2p.interop.dialogue.Setting;
import io.devp2p.interop.dialogue.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries cases of a suite at a target. Whatever the target does, or whatever is wrong with a script,
 * costs one case. Blocking; a case at a time.
 */
public final class CaseRunner<D> {

  /** For a script to notice that its time is up, before it is left alone. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * From the beginning of a case to that of the next. Nodes let in so many connections a second,
   * ours 50, and a case opens about two: a judge in more haste would try that limit instead.
   */
  private static final Duration PACE = Duration.ofMillis(50);

  private final Suite<D> suite;
  private final Target target;
  private final Setting setting;
  private long begun = System.nanoTime() - PACE.toNanos();

  /** For one target. */
  public CaseRunner(Suite<D> suite, Target target, Setting setting) {
    this.suite = suite;
    this.target = target;
    this.setting = setting;
  }

  /** The suite. */
  public Suite<D> suite() {
    return suite;
  }

  /** The target. */
  public Target target() {
    return target;
  }

  /** Tries a case of the suite, within its deadline and a second. */
  public CaseResult run(Case<D> one) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(begun + PACE.toNanos() - System.nanoTime());
    long start = System.nanoTime();
    begun = start;
    Scene scene = new Scene(target, setting, seed(one));
    Optional<Need> missing =
        one.needs().stream().filter(need -> !need.isMet(target, setting)).findFirst();
    Verdict verdict =
        missing.isPresent() ? new Verdict.Skipped("needs " + missing.get()) : play(one, scene);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return CaseResult.of(one, verdict, took, scene.transcript());
  }

  /** A case has the same seed whichever others run before it. */
  private long seed(Case<D> one) {
    return setting.seed() ^ ((long) one.id().hashCode() << 16);
  }

  private Verdict play(Case<D> one, Scene scene) throws InterruptedException {
    CompletableFuture<Verdict> ended = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(suite.name() + " " + one.id())
            .start(() -> ended.complete(attempt(one, scene)));
    try (scene) {
      return ended.get(one.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      scene.close();
      thread.interrupt();
      thread.join(GRACE);
      return new Verdict.Failed("not done within " + one.deadline().toSeconds() + " s");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("BUG: an attempt always has a verdict", impossible);
    }
  }

  private Verdict attempt(Case<D> one, Scene scene) {
    try {
      one.script().play(suite.dialogue().apply(scene));
      return new Verdict.Passed();
    } catch (Deviation deviation) {
      return new Verdict.Failed(String.valueOf(deviation.getMessage()));
    } catch (NotOffered absent) {
      return new Verdict.Skipped(String.valueOf(absent.getMessage()));
    } catch (InterruptedException late) {
      return new Verdict.Failed("interrupted");
    } catch (Exception | Error unforeseen) {
      StackTraceElement[] at = unforeseen.getStackTrace();
      return new Verdict.Failed(unforeseen + (at.length == 0 ? "" : " at " + at[0]));
    }
  }
}
