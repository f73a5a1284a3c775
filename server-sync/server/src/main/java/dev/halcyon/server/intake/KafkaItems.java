package dev.halcyon.server.intake;

import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.intake.ParkedRepository.Parked;
import dev.halcyon.server.outside.KafkaSettings;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes items from a Kafka topic: a message's offset is committed only when its item is on disk or
 * the message is parked, so that nothing is lost; what is delivered again is known by its id. While
 * the server is full the topic waits. Runs on a thread of its own; closed by any.
 */
final class KafkaItems implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaItems.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /** How long nothing is taken when the server is full. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long to wait after a failure of the broker or the database. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** How long a message's verdict is waited for before its item is written without. */
  private static final Duration VERDICT = Duration.ofSeconds(5);

  /** Items that go by themselves, at once; more would only fight for database connections. */
  private static final int ABREAST = 8;

  /** A message at which the server itself failed so often is parked, to let the others pass. */
  private static final int FAILURES = 5;

  private final KafkaSettings settings;
  private final String topic;
  private final Intake intake;
  private final Principal sender;
  private final Database database;
  private final Clock clock;
  private final ParkedRepository parked = new ParkedRepository();
  private final Semaphore alone = new Semaphore(ABREAST);
  private final Map<Place, Integer> failures = new HashMap<>();
  private final AtomicLong pauses = new AtomicLong();
  private final ExecutorService abreast = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<Consumer<byte[], byte[]>> consuming = Optional.empty();
  private final Thread thread;

  private KafkaItems(
      KafkaSettings settings,
      String topic,
      Intake intake,
      Principal sender,
      Database database,
      Clock clock) {
    this.settings = settings;
    this.topic = topic;
    this.intake = intake;
    this.sender = sender;
    this.database = database;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("kafka-items").unstarted(this::run);
  }

  static KafkaItems start(
      KafkaSettings settings,
      String topic,
      Intake intake,
      Principal sender,
      Database database,
      Clock clock) {
    KafkaItems items = new KafkaItems(settings, topic, intake, sender, database, clock);
    items.thread.start();
    return items;
  }

  private record Place(TopicPartition partition, long offset) {}

  /** A message on its way; what it gives is why it was refused. */
  private record Ahead(
      ConsumerRecord<byte[], byte[]> message, Future<Optional<UserProblem>> refusal) {}

  /** How often the topic had to wait because the server was full. */
  long pauses() {
    return pauses.get();
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> consumer = open()) {
        consuming = Optional.of(consumer);
        consumer.subscribe(List.of(topic));
        while (closing.getCount() > 0) {
          round(consumer);
        }
      } catch (WakeupException closed) {
        return;
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("taking items from Kafka failed, it goes on soon: {}", Quiet.line(e));
        rest();
      } finally {
        consuming = Optional.empty();
      }
    }
  }

  private Consumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(
        settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void rest() {
    try {
      closing.await(REST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
    if (messages.isEmpty()) {
      return;
    }
    List<Ahead> ahead = begin(messages);
    Map<TopicPartition, Long> done = finish(ahead);
    if (!done.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      done.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
      consumer.commitSync(offsets);
    }
    if (goBack(consumer, messages, done)) {
      pause(consumer);
    }
  }

  /** Begins what there is a place for, in order; at the first without one it ends. */
  private List<Ahead> begin(ConsumerRecords<byte[], byte[]> messages) {
    List<Ahead> ahead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      try {
        ahead.add(new Ahead(message, accepted(parse(message))));
      } catch (UserProblem problem) {
        if (!isOfTheMessage(problem)) {
          return ahead;
        }
        ahead.add(new Ahead(message, CompletableFuture.completedFuture(Optional.of(problem))));
      }
    }
    return ahead;
  }

  private static ItemSubmission parse(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      throw new UserProblem(
          "json.malformed",
          "The message has no value.",
          "Send the item as JSON; nothing is deleted by a message.");
    }
    return Wire.read(Exchange.utf8(message.value()), ItemSubmission.class);
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
  private static boolean isOfTheMessage(UserProblem problem) {
    String code = problem.code();
    return code.startsWith("item.") || code.startsWith("json.") || code.startsWith("request.");
  }

  /** Waits until all are on disk or parked; gives the offsets to go on from. */
  private Map<TopicPartition, Long> finish(List<Ahead> ahead) throws InterruptedException {
    Map<TopicPartition, Long> done = new LinkedHashMap<>();
    Map<TopicPartition, Boolean> stopped = new HashMap<>();
    List<Parked> poison = new ArrayList<>();
    for (Ahead each : ahead) {
      TopicPartition partition =
          new TopicPartition(each.message().topic(), each.message().partition());
      Optional<Optional<UserProblem>> outcome = outcome(each, partition);
      if (outcome.isEmpty() || stopped.containsKey(partition)) {
        stopped.put(partition, true);
        continue;
      }
      outcome.get().ifPresent(problem -> poison.add(parked(each.message(), problem)));
      done.put(partition, each.message().offset() + 1);
    }
    if (!poison.isEmpty()) {
      database.useTransaction(handle -> poison.forEach(each -> parked.insert(handle, each)));
      LOG.warn("{} messages of {} cannot be taken and were parked", poison.size(), topic);
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
      LOG.warn("a message of {} could not be taken: {}", topic, Quiet.line(e.getCause()));
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

  /** Has what was not taken delivered again; whether there is any. */
  private static boolean goBack(
      Consumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> messages,
      Map<TopicPartition, Long> done) {
    boolean back = false;
    for (TopicPartition partition : messages.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> of = messages.records(partition);
      long next = done.getOrDefault(partition, of.getFirst().offset());
      if (next <= of.getLast().offset() && consumer.assignment().contains(partition)) {
        consumer.seek(partition, next);
        back = true;
      }
    }
    return back;
  }

  /** Takes nothing for a moment and yet tells the broker that it lives. */
  private void pause(Consumer<byte[], byte[]> consumer) {
    pauses.incrementAndGet();
    consumer.pause(consumer.assignment());
    try {
      long end = System.nanoTime() + PAUSE.toNanos();
      for (long left = PAUSE.toNanos();
          left > 0 && closing.getCount() > 0;
          left = end - System.nanoTime()) {
        if (!consumer.poll(Duration.ofNanos(left)).isEmpty()) {
          // Of a partition that was assigned meanwhile: not lost, delivered again after a restart
          // from the committed offset.
          throw new IllegalStateException("a partition was assigned while the topic waits");
        }
      }
    } finally {
      consumer.resume(consumer.assignment());
    }
  }

  /** Ends; what is under way is not committed and is delivered again. */
  @Override
  public void close() {
    closing.countDown();
    consuming.ifPresent(Consumer::wakeup);
    try {
      if (!thread.join(Duration.ofSeconds(15))) {
        LOG.warn("Kafka was still being read at shutdown; what was under way is delivered again");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abreast.shutdownNow();
  }
}
