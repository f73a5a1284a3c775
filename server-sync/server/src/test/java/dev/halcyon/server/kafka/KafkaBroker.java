package dev.halcyon.server.kafka;

import dev.halcyon.server.Eventually;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A real Kafka broker as a process of its own, from its Maven artifacts: one node, its own
 * controller, a folder of its own. Confined to one test.
 */
final class KafkaBroker implements AutoCloseable {
  private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

  private final Path folder;
  private final int port;
  private Process process;
  private final Admin admin;

  private KafkaBroker(Path folder, int port, Process process, Admin admin) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    this.admin = admin;
  }

  /** Starts a broker and waits until it answers. */
  static KafkaBroker start(Path folder) throws Exception {
    Files.createDirectories(folder);
    int port = freePort();
    int controller = freePort();
    Path settings =
        Files.writeString(
            folder.resolve("server.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=PLAINTEXT
            log.dirs=%3$s
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            num.network.threads=1
            num.io.threads=2
            auto.create.topics.enable=false
            """
                .formatted(port, controller, folder.resolve("log")));
    java(folder, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString())
        .waitFor();
    Process process = java(folder, "kafka.Kafka", settings.toString());
    Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port));
    KafkaBroker broker = new KafkaBroker(folder, port, process, admin);
    Eventually.until("the broker answers, or has ended", () -> !process.isAlive() || broker.up());
    if (!process.isAlive()) {
      throw new IllegalStateException("no broker: " + Files.readString(folder.resolve("log.txt")));
    }
    return broker;
  }

  /** Kills it; what it had on disk it has again after {@link #restart}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again on the same address and files, and waits until it answers. */
  void restart() throws IOException {
    process = java(folder, "kafka.Kafka", folder.resolve("server.properties").toString());
    Process started = process;
    Eventually.until("the broker answers, or has ended", () -> !started.isAlive() || up());
    if (!started.isAlive()) {
      throw new IllegalStateException("no broker: " + Files.readString(folder.resolve("log.txt")));
    }
  }

  private static Process java(Path folder, String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean up() {
    try {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  void createTopic(String name, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
  }

  /** A producer whose messages are on the broker's disk when it says so. */
  KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers(), "acks", "all"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  static ProducerRecord<byte[], byte[]> message(String topic, String key, byte[] value) {
    return new ProducerRecord<>(
        topic, key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value);
  }

  /** How many messages of a topic a group has committed. */
  long committed(String group, String topic) {
    try {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(each -> each.getKey().topic().equals(topic))
          .filter(each -> each.getValue() != null)
          .collect(Collectors.summingLong(each -> each.getValue().offset()));
    } catch (ExecutionException notYet) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    admin.close();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
