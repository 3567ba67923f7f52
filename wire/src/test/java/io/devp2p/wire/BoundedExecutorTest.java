package io.devp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class BoundedExecutorTest {

  @Test
  void takesOnSoManyAndThenRefuses() {
    Deque<Runnable> queue = new ArrayDeque<>();
    BoundedExecutor executor = new BoundedExecutor(queue::add, 2);
    executor.execute(() -> {});
    executor.execute(() -> {
      throw new IllegalStateException("a task that fails frees its place too");
    });
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    queue.remove().run();
    assertThatThrownBy(queue.remove()::run).isInstanceOf(IllegalStateException.class);
    executor.execute(() -> {});
    executor.execute(() -> {});
    assertThat(queue).hasSize(2);
  }

  @Test
  void aRefusalOfThePoolFreesThePlace() {
    BoundedExecutor executor =
        new BoundedExecutor(
            task -> {
              throw new RejectedExecutionException("full");
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> executor.execute(() -> {})).hasMessage("full");
    }
  }
}
