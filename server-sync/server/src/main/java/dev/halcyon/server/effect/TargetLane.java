package dev.halcyon.server.effect;

import dev.halcyon.protocol.EffectState;
import dev.halcyon.server.effect.EffectRepository.Due;
import dev.halcyon.server.effect.WebhookSender.Failure;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.outside.Connections.WebhookTarget;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one target's events: a few at once, of one item one after the other. Each target has a
 * lane of its own, so that a dead host keeps nobody else waiting. While a target cannot be reached
 * only a probe is sent, so that what waits does not use up its attempts. Thread-safe.
 */
final class TargetLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetLane.class);
  private static final int ABREAST = 8;

  /** How long a taken event is kept from other servers: longer than any call takes. */
  private static final Duration TAKEN = Duration.ofSeconds(20);

  /** Events written by other server processes are found by looking. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final String KEY_GONE =
      "the key of its item was destroyed: the item was erased after this copy of the database";

  private final WebhookTarget target;
  private final Database database;
  private final Function<Due, Optional<Failure>> sender;
  private final RetryPlan plan;
  private final Clock clock;
  private final EffectRepository repository = new EffectRepository();
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean work = true;
  private boolean closed;
  private int unreachable;
  private final Thread thread;

  TargetLane(
      WebhookTarget target,
      Database database,
      Function<Due, Optional<Failure>> sender,
      RetryPlan plan,
      Clock clock) {
    this.target = target;
    this.database = database;
    this.sender = sender;
    this.plan = plan;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("effects-" + target.name()).start(this::run);
  }

  void wake() {
    lock.lock();
    try {
      work = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      Duration pause = LOOK;
      try {
        if (round()) {
          pause = Duration.ZERO;
        }
        if (unreachable > 0) {
          pause = plan.after(unreachable);
        }
      } catch (RuntimeException e) {
        LOG.warn("delivering to {} failed, it is tried again: {}", target.name(), Quiet.line(e));
      }
      if (!pause(pause)) {
        return;
      }
    }
  }

  /** Sends what is due; whether more may be waiting. */
  private boolean round() {
    int limit = unreachable > 0 ? 1 : ABREAST;
    Instant now = clock.instant();
    List<Due> found =
        database.inQuietTransaction(
            handle ->
                repository.due(handle, target.name(), now, limit).stream()
                    .filter(
                        due ->
                            due.content().isEmpty()
                                ? giveUp(handle, due, now)
                                : repository.take(handle, due, now.plus(TAKEN)))
                    .toList());
    List<Due> taken = found.stream().filter(due -> !due.content().isEmpty()).toList();
    if (taken.isEmpty()) {
      return !found.isEmpty();
    }
    // What is told outside must not be undone by a power cut.
    database.durable().await();
    List<CompletableFuture<Optional<Failure>>> answers =
        taken.stream()
            .map(due -> CompletableFuture.supplyAsync(() -> sender.apply(due), sending))
            .toList();
    List<Optional<Failure>> results =
        new ArrayList<>(answers.stream().map(CompletableFuture::join).toList());
    database.inQuietTransaction(
        handle -> {
          for (int i = 0; i < taken.size(); i++) {
            record(handle, taken.get(i), results.get(i));
            repository.dropErased(handle, taken.get(i).id());
          }
          return Boolean.TRUE;
        });
    boolean nobody =
        results.stream().allMatch(result -> result.map(Failure::unreachable).orElse(false));
    unreachable = nobody ? unreachable + 1 : 0;
    return true;
  }

  /** In a restored database: the item was erased since, and nothing is told of it any more. */
  private boolean giveUp(org.jdbi.v3.core.Handle handle, Due due, Instant now) {
    repository.failed(handle, due.id(), EffectState.DEAD, now, KEY_GONE);
    LOG.warn("event {} to {} was given up: {}", due.eventId(), target.name(), KEY_GONE);
    return true;
  }

  private void record(org.jdbi.v3.core.Handle handle, Due due, Optional<Failure> result) {
    Instant now = clock.instant();
    if (result.isEmpty()) {
      repository.delivered(handle, due.id(), now);
      return;
    }
    Failure failure = result.get();
    int failures = due.attempts() + 1;
    boolean dead = failures >= plan.attempts();
    Duration wait = failure.patience().orElseGet(() -> plan.after(failures));
    repository.failed(
        handle,
        due.id(),
        dead ? EffectState.DEAD : EffectState.WAITING,
        now.plus(wait),
        failure.problem());
    if (dead) {
      LOG.warn(
          "event {} to {} was given up after {} attempts: {}",
          due.eventId(),
          target.name(),
          failures,
          failure.problem());
    }
  }

  /** Waits; false when the lane is closed. An unreachable target is not woken by new events. */
  private boolean pause(Duration pause) {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closed && left > 0 && !(work && unreachable == 0)) {
        left = woken.awaitNanos(left);
      }
      work = false;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Sends nothing more. */
  void stop() {
    lock.lock();
    try {
      closed = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends after what is being sent; the rest waits for the next start. */
  @Override
  public void close() {
    stop();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(15));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sending.shutdownNow();
  }
}
