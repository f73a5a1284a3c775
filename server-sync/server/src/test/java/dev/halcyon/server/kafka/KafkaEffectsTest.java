package dev.halcyon.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.EffectDelivery;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectState;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.item.ItemRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events to a topic whose broker is killed: they wait, are tried again with growing pauses, can be
 * seen meanwhile, and arrive under the ids they always had.
 */
@Timeout(300)
class KafkaEffectsTest {
  private static final TypeReference<List<EffectDelivery>> DELIVERIES = new TypeReference<>() {};

  @TempDir Path directory;

  @Test
  void whatABrokerThatIsDownMissesWaitsInSightAndArrivesInOrderUnderTheSameId() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"))) {
      broker.createTopic("effects", 1);
      Path connections =
          Files.writeString(
              directory.resolve("connections.json"),
              "{\"kafka\": {\"servers\": \"%s\", \"effects\": \"effects\"}}"
                  .formatted(broker.servers()));
      ServerOptions options =
          ServerOptions.local(directory.resolve("data")).withConnections(connections);
      try (HalcyonServer server = HalcyonServer.start(options)) {
        broker.kill();
        Item item = Fixtures.item("good morning");
        for (int i = 0; i < 3; i++) {
          write(server.context(), item, i);
        }
        TestClient admin =
            TestClient.signedIn(
                server.url(),
                server
                    .context()
                    .accounts()
                    .ensure("root", "Root", Set.of(Role.ADMIN), List.of(), null));
        Eventually.until(
            "the first was tried twice and its fault is shown",
            () -> {
              EffectDelivery first = listed(admin, EffectState.WAITING).getFirst();
              return first.attempts() >= 2 && first.problem() != null && first.nextAt() != null;
            });
        List<EffectDelivery> waiting = listed(admin, EffectState.WAITING);
        assertThat(waiting).hasSize(3);
        assertThat(waiting.subList(1, 3))
            .as("what comes after it of the same item is not sent before it")
            .allMatch(each -> each.attempts() == 0);

        broker.restart();

        assertThat(arrived(broker))
            .containsExactlyElementsOf(waiting.stream().map(EffectDelivery::id).toList());
        Eventually.until(
            "all are known to be delivered",
            () -> listed(admin, EffectState.DELIVERED).size() == 3);
        assertThat(listed(admin, EffectState.WAITING)).isEmpty();
        assertThat(listed(admin, EffectState.DEAD)).isEmpty();
      }
    }
  }

  private static void write(ServerContext context, Item item, int number) {
    context
        .database()
        .useTransaction(
            handle -> {
              if (number == 0) {
                new ItemRepository().insert(handle, item, false);
              }
              context
                  .effects()
                  .write(
                      handle,
                      EffectKind.ITEM_VISIBILITY,
                      item.id(),
                      (source, externalId) -> Map.of("number", number));
            });
  }

  private static List<EffectDelivery> listed(TestClient admin, EffectState state) {
    return admin.get("/v1/effects?state=" + state).as(DELIVERIES);
  }

  /** The ids of three different events, as they first came: an event may come again. */
  private static List<UUID> arrived(KafkaBroker broker) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.servers(),
            "group.id",
            "test",
            "auto.offset.reset",
            "earliest");
    List<UUID> ids = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("effects"));
      Eventually.until(
          "three events came",
          () -> {
            consumer
                .poll(Duration.ofMillis(200))
                .forEach(
                    each ->
                        ids.add(
                            UUID.fromString(
                                new String(
                                    each.headers().lastHeader("id").value(),
                                    StandardCharsets.UTF_8))));
            return ids.stream().distinct().count() >= 3;
          });
    }
    return ids.stream().distinct().toList();
  }
}
