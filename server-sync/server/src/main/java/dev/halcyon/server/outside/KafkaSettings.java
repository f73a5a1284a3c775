package dev.halcyon.server.outside;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which Kafka the operator lets the server use, and for what. Immutable and safe for any thread.
 *
 * @param client the operator's own settings, for example of security
 * @param items the topic that items are taken from, or null
 * @param effects the topic that events go to, or null
 * @param group the consumer group, shared by all server processes
 */
public record KafkaSettings(
    String servers,
    Map<String, String> client,
    @Nullable String items,
    @Nullable String effects,
    String group) {
  /** Events go to Kafka under this name of a target. */
  public static final String TARGET = "kafka";

  public KafkaSettings {
    client = Map.copyOf(client);
  }

  /** Settings of a consumer that commits nothing by itself. */
  public Map<String, Object> consumer() {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    // A killed server's share goes to the others soon.
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return all;
  }

  /** Settings of a producer whose events are on the brokers' disks when it says so. */
  public Map<String, Object> producer() {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 4_000);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
    return all;
  }
}
