package dev.halcyon.app.fx;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test method (and {@code @BeforeEach}, {@code @AfterEach}) of a class on the JavaFX
 * thread of the Headless platform: {@code @ExtendWith(OnFxThread.class)}.
 */
public final class OnFxThread implements BeforeAllCallback, InvocationInterceptor {
  private static boolean started;

  /** Starts the toolkit once for the JVM; harmless to call again. */
  public static synchronized void startToolkit() {
    if (!started) {
      CompletableFuture<Void> up = new CompletableFuture<>();
      Platform.setImplicitExit(false);
      Platform.startup(() -> up.complete(null));
      up.orTimeout(60, TimeUnit.SECONDS).join();
      started = true;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startToolkit();
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onFx(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onFx(invocation);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onFx(invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    onFx(invocation);
  }

  private static void onFx(Invocation<Void> invocation) throws Throwable {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Fx.run(
        () -> {
          try {
            invocation.proceed();
            done.complete(null);
          } catch (Throwable t) {
            done.completeExceptionally(t);
          }
        });
    try {
      done.get(2, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** Waits on the JavaFX thread, while events and frames go on, until it holds (at most 20 s). */
  public static void await(String what, BooleanSupplier condition) {
    if (condition.getAsBoolean()) {
      return;
    }
    Object loop = new Object();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    AnimationTimer timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            if (condition.getAsBoolean() || System.nanoTime() > giveUp) {
              stop();
              Platform.exitNestedEventLoop(loop, null);
            }
          }
        };
    timer.start();
    Platform.enterNestedEventLoop(loop);
    if (!condition.getAsBoolean()) {
      throw new AssertionError("it never happened: " + what);
    }
  }

  /** Shows a root in a stage of its own (at most 1000×1000 on the Headless platform). */
  public static Stage show(Parent root, double width, double height) {
    Stage stage = new Stage();
    stage.setScene(new Scene(root, width, height));
    stage.show();
    root.applyCss();
    root.layout();
    return stage;
  }
}
