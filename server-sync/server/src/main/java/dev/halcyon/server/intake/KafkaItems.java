package dev.halcyon.server.intake;

import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.outside.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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

  private final KafkaSettings settings;
  private final String topic;
  private final MessageBatches batches;
  private final AtomicLong pauses = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<Consumer<byte[], byte[]>> consuming = Optional.empty();
  private final Thread thread;

  private KafkaItems(KafkaSettings settings, String topic, MessageBatches batches) {
    this.settings = settings;
    this.topic = topic;
    this.batches = batches;
    this.thread = Thread.ofPlatform().daemon().name("kafka-items").unstarted(this::run);
  }

  static KafkaItems start(KafkaSettings settings, String topic, MessageBatches batches) {
    KafkaItems items = new KafkaItems(settings, topic, batches);
    items.thread.start();
    return items;
  }

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
    Map<TopicPartition, Long> done = batches.take(messages);
    if (!done.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      done.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
      consumer.commitSync(offsets);
    }
    if (goBack(consumer, messages, done)) {
      pause(consumer);
    }
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
    batches.close();
  }
}
