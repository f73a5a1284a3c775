package dev.halcyon.server.effect;

import dev.halcyon.server.effect.EffectRepository.Due;
import dev.halcyon.server.effect.WebhookSender.Failure;
import dev.halcyon.server.outside.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a Kafka topic, all of one item under one key and so in one partition, in order.
 * Thread-safe.
 */
final class KafkaSender implements AutoCloseable {
  private static final Duration CALL = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final String topic;
  private @Nullable Producer<byte[], byte[]> producer;

  KafkaSender(KafkaSettings settings, String topic) {
    this.settings = settings;
    this.topic = topic;
  }

  /** Writes one event; empty when the brokers have it. */
  Optional<Failure> send(Due due) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, bytes(due.itemId().toString()), WebhookSender.body(due));
    message.headers().add("id", bytes(due.eventId().toString()));
    message.headers().add("type", bytes(due.kind().type()));
    try {
      producer().send(message).get(CALL.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException late) {
      return failed("the brokers did not answer in time", true);
    } catch (ExecutionException e) {
      return failed(
          "the brokers did not take it: " + e.getCause().getClass().getSimpleName(),
          e.getCause() instanceof RetriableException);
    } catch (KafkaException e) {
      return failed("no connection to the brokers: " + e.getClass().getSimpleName(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the server is shutting down", true);
    }
  }

  private static Optional<Failure> failed(String problem, boolean unreachable) {
    return Optional.of(new Failure(problem, unreachable, Optional.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Made when it is first needed: a broker whose name does not resolve yet stops no server. */
  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open =
          new KafkaProducer<>(
              settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
      producer = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
