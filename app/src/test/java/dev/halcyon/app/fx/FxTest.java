package dev.halcyon.app.fx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FxTest {
  @BeforeAll
  static void startToolkit() {
    OnFxThread.startToolkit();
  }

  @Test
  void whoeverWaitsForAnAnswerHearsOfAnErrorToo() {
    AssertionError defect = new AssertionError("a defect");
    CompletableFuture<Object> answer =
        Fx.onFx(
                () -> {
                  throw defect;
                })
            .toCompletableFuture();
    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCause(defect);
  }
}
