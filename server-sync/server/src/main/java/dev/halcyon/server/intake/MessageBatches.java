package dev.halcyon.server.intake;

import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.intake.ParkedRepository.Parked;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the messages that Kafka handed out: each becomes an item on disk, is parked because it is
 * at fault itself, or is left to be delivered again. Confined to the thread that reads the topic.
 */
final class MessageBatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageBatches.class);

  /** How long a message's verdict is waited for before its item is written without. */
  private static final Duration VERDICT = Duration.ofSeconds(5);

  /** Items that go by themselves, at once; more would only fight for database connections. */
  private static final int ABREAST = 8;

  /** A message at which the server itself failed so often is parked, to let the others pass. */
  private static final int FAILURES = 5;

  private final Intake intake;
  private final Principal sender;
  private final Database database;
  private final Clock clock;
  private final ParkedRepository parked = new ParkedRepository();
  private final Semaphore alone = new Semaphore(ABREAST);
  private final Map<Place, Integer> failures = new HashMap<>();
  private final ExecutorService abreast = Executors.newVirtualThreadPerTaskExecutor();

  MessageBatches(Intake intake, Principal sender, Database database, Clock clock) {
    this.intake = intake;
    this.sender = sender;
    this.database = database;
    this.clock = clock;
  }

  private record Place(TopicPartition partition, long offset) {}

  /** A message on its way; what it gives is why it was refused. */
  private record Ahead(
      ConsumerRecord<byte[], byte[]> message, Future<Optional<UserProblem>> refusal) {}

  /**
   * Takes messages, in the order of each partition; returns when what it took is on disk.
   *
   * @return the offset to go on from, of each partition of which something was taken
   */
  Map<TopicPartition, Long> take(Iterable<ConsumerRecord<byte[], byte[]>> messages)
      throws InterruptedException {
    return finish(begin(messages));
  }

  /** Begins what there is a place for, in order; at the first without one it ends. */
  private List<Ahead> begin(Iterable<ConsumerRecord<byte[], byte[]>> messages) {
    List<Ahead> ahead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      try {
        ahead.add(new Ahead(message, accepted(item(message.value()))));
      } catch (UserProblem problem) {
        if (!isOfTheMessage(problem)) {
          return ahead;
        }
        ahead.add(new Ahead(message, CompletableFuture.completedFuture(Optional.of(problem))));
      }
    }
    return ahead;
  }

  /**
   * The item in a message.
   *
   * @throws UserProblem {@code json.*}, {@code request.encoding}
   */
  static ItemSubmission item(byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      throw new UserProblem(
          "json.malformed",
          "The message has no value.",
          "Send the item as JSON; nothing is deleted by a message.");
    }
    return Wire.readSent(Exchange.utf8(value), ItemSubmission.class);
  }

  private Future<Optional<UserProblem>> accepted(ItemSubmission item) {
    Intake.Pending pending = intake.beginUnheard(sender, item, VERDICT);
    Callable<Optional<UserProblem>> finish =
        () -> {
          intake.finish(pending);
          return Optional.empty();
        };
    return abreast.submit(
        pending.entry() != null
            ? finish
            : () -> {
              alone.acquire();
              try {
                return finish.call();
              } finally {
                alone.release();
              }
            });
  }

  /** Whether a message itself is at fault, so that sending it again would change nothing. */
  static boolean isOfTheMessage(UserProblem problem) {
    String code = problem.code();
    return code.startsWith("item.") || code.startsWith("json.") || code.startsWith("request.");
  }

  /** Waits until all are on disk or parked; gives the offsets to go on from. */
  private Map<TopicPartition, Long> finish(List<Ahead> ahead) throws InterruptedException {
    Map<TopicPartition, Long> done = new LinkedHashMap<>();
    Set<TopicPartition> stopped = new HashSet<>();
    List<Parked> poison = new ArrayList<>();
    for (Ahead each : ahead) {
      TopicPartition partition =
          new TopicPartition(each.message().topic(), each.message().partition());
      Optional<Optional<UserProblem>> outcome = outcome(each, partition);
      if (outcome.isEmpty() || stopped.contains(partition)) {
        stopped.add(partition);
        continue;
      }
      outcome.get().ifPresent(problem -> poison.add(parked(each.message(), problem)));
      done.put(partition, each.message().offset() + 1);
    }
    if (!poison.isEmpty()) {
      database.useTransaction(handle -> poison.forEach(each -> parked.insert(handle, each)));
      LOG.warn("{} messages of Kafka cannot be taken and were parked", poison.size());
    }
    intake.awaitDurable();
    return done;
  }

  /** Why a message was refused, if it was; empty when it must be tried again. */
  private Optional<Optional<UserProblem>> outcome(Ahead each, TopicPartition partition)
      throws InterruptedException {
    Place place = new Place(partition, each.message().offset());
    try {
      Optional<UserProblem> refusal = each.refusal().get();
      failures.remove(place);
      return Optional.of(refusal);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserProblem problem) {
        return isOfTheMessage(problem) ? Optional.of(Optional.of(problem)) : Optional.empty();
      }
      LOG.warn("a message of {} could not be taken: {}", partition, Quiet.line(e.getCause()));
      if (failures.merge(place, 1, Integer::sum) < FAILURES) {
        return Optional.empty();
      }
      failures.remove(place);
      return Optional.of(
          Optional.of(
              new UserProblem(
                  "server.failed",
                  "The server failed at this message " + FAILURES + " times.",
                  "Send it again; if it stays, tell the makers of Halcyon.")));
    }
  }

  private Parked parked(ConsumerRecord<byte[], byte[]> message, UserProblem problem) {
    return Parked.of(
        message.topic(),
        message.partition(),
        message.offset(),
        message.value() == null ? new byte[0] : message.value(),
        problem.problem(),
        clock.instant());
  }

  /** Ends what is under way; it is delivered again. */
  @Override
  public void close() {
    abreast.shutdownNow();
  }
}
