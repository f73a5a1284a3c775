package dev.halcyon.server.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ParkedDiscard;
import dev.halcyon.protocol.ParkedMessage;
import dev.halcyon.protocol.ParkedMessages;
import dev.halcyon.protocol.ParkedResend;
import dev.halcyon.protocol.ParkedResent;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.outside.KafkaSettings;
import dev.halcyon.server.store.Hashes;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items from a topic of a real broker, and events to another. */
class KafkaIntakeTest {
  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static int servers;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = KafkaBroker.start(directory.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static KafkaSettings settings(String name) throws Exception {
    broker.createTopic(name + "-items", 2);
    broker.createTopic(name + "-effects", 2);
    return new KafkaSettings(broker.servers(), Map.of(), name + "-items", name + "-effects", name);
  }

  private static ScriptedServer server(KafkaSettings settings, int capacity) {
    return new ScriptedServer(
        directory.resolve("server-" + ++servers),
        capacity,
        new Connections(List.of(), Set.of(), false, settings));
  }

  private static byte[] item(String externalId, String text, String... mediaIds) {
    return Wire.write(
            new ItemSubmission(
                "harbor",
                externalId,
                Surface.POST,
                "en",
                "DE",
                new Author("author", "Somebody", 10, false),
                text,
                List.of(mediaIds),
                List.of(),
                Instant.now().minusSeconds(60),
                1,
                false,
                List.of()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void produce(String topic, Map<String, byte[]> messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      for (Map.Entry<String, byte[]> each : messages.entrySet()) {
        producer.send(KafkaBroker.message(topic, each.getKey(), each.getValue())).get();
      }
    }
  }

  private static Map<String, byte[]> items(int count, String text) {
    Map<String, byte[]> all = new HashMap<>();
    for (int i = 0; i < count; i++) {
      all.put("k" + i, item("item-" + i, text + " " + i));
    }
    return all;
  }

  @Test
  void eachItemIsTakenOnceAndItsVerdictComesAsAnEvent() throws Exception {
    KafkaSettings settings = settings("once");
    try (ScriptedServer server = server(settings, 1000)) {
      Map<String, byte[]> sent = items(40, "good morning");
      sent.put("blocked", item("blocked", "block this"));
      produce("once-items", sent);
      produce("once-items", sent);
      Eventually.until("all is committed", () -> broker.committed("once", "once-items") == 82);
      assertThat(server.one("select count(*) from item", Long.class)).isEqualTo(41);
      assertThat(server.one("select count(*) from item where complete", Long.class)).isEqualTo(41);
      assertThat(server.one("select count(*) from item where allowance is not null", Long.class))
          .as("what is allowed stays compact")
          .isEqualTo(40);
      Map<String, String> verdicts = new HashMap<>();
      for (EffectMessage message : events("once-effects", 41)) {
        assertThat(message.type()).isEqualTo(EffectKind.ITEM_VERDICT);
        verdicts.put(
            message.data().get("externalId").asText(), message.data().get("verdict").asText());
      }
      assertThat(verdicts).hasSize(41).containsEntry("blocked", "BLOCK");
      assertThat(verdicts).containsEntry("item-7", "ALLOW");
    }
  }

  private static List<EffectMessage> events(String topic, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.servers(),
            "group.id",
            "test",
            "auto.offset.reset",
            "earliest");
    Map<String, EffectMessage> came = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      Eventually.until(
          count + " events came",
          () -> {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
              EffectMessage message =
                  Wire.read(new String(each.value(), StandardCharsets.UTF_8), EffectMessage.class);
              assertThat(
                      new String(each.headers().lastHeader("id").value(), StandardCharsets.UTF_8))
                  .isEqualTo(message.id().toString());
              assertThat(new String(each.key(), StandardCharsets.UTF_8))
                  .isEqualTo(message.data().get("itemId").asText());
              came.put(message.id().toString(), message);
            }
            return came.size() >= count;
          });
    }
    return List.copyOf(came.values());
  }

  @Test
  void whatCannotBeTakenIsParkedAndShownAndTheOthersPass() throws Exception {
    KafkaSettings settings = settings("poison");
    try (ScriptedServer server = server(settings, 1000)) {
      Map<String, byte[]> sent = items(10, "good morning");
      byte[] noJson = "{\"source\":".getBytes(StandardCharsets.UTF_8);
      sent.put("no json", noJson);
      sent.put("no utf-8", new byte[] {(byte) 0xC3, (byte) 0x28});
      sent.put("no words", item("empty", ""));
      sent.put("no value", null);
      produce("poison-items", sent);
      Eventually.until("all is committed", () -> broker.committed("poison", "poison-items") == 14);
      assertThat(server.one("select count(*) from item", Long.class)).isEqualTo(10);

      TestClient admin = server.client("root", Role.ADMIN);
      ParkedMessages parked = admin.get("/v1/parked").as(ParkedMessages.class);
      assertThat(parked.count()).isEqualTo(4);
      assertThat(parked.messages().stream().map(each -> each.problem().code()))
          .containsExactlyInAnyOrder(
              "json.malformed", "request.encoding", "item.invalid", "json.malformed");
      assertThat(parked.messages()).allMatch(each -> each.topic().equals("poison-items"));
      assertThat(parked.messages()).allMatch(each -> !each.problem().remedy().isBlank());
      ParkedMessage broken =
          parked.messages().stream()
              .filter(each -> each.bytes() == noJson.length)
              .findFirst()
              .orElseThrow();
      assertThat(admin.get("/v1/parked/" + broken.id()).response().body()).isEqualTo(noJson);
      ParkedMessages second =
          admin
              .get("/v1/parked?limit=1&after=" + parked.messages().getFirst().id())
              .as(ParkedMessages.class);
      assertThat(second.messages()).containsExactly(parked.messages().get(1));
      assertThat(admin.get("/v1/parked/" + UUID.randomUUID()).problem().code())
          .isEqualTo("message.unknown");
    }
  }

  @Test
  void aParkedMessageIsTakenOnceItsFaultIsMendedOrDiscardedWithAReason() throws Exception {
    KafkaSettings settings = settings("again");
    String picture = "bytes of a late picture";
    try (ScriptedServer server = server(settings, 1000)) {
      produce(
          "again-items",
          Map.of("early", item("early", "a picture", Hashes.sha256(picture)), "broken", BROKEN));
      TestClient admin = server.client("root", Role.ADMIN);
      Eventually.until(
          "both are parked", () -> admin.get("/v1/parked").as(ParkedMessages.class).count() == 2);
      ParkedMessages parked = admin.get("/v1/parked").as(ParkedMessages.class);
      ParkedMessage early = named(parked, "item.invalid");
      ParkedMessage broken = named(parked, "json.malformed");
      TestClient harbor = server.client("harbor", Role.SERVICE);
      ParkedResend both = new ParkedResend(ids(early, broken), null);
      assertThat(harbor.post("/v1/parked/resend", both).status()).isEqualTo(403);

      ParkedResent stillAtFault = admin.post("/v1/parked/resend", both).as(ParkedResent.class);
      assertThat(stillAtFault.left()).isEqualTo(2);
      assertThat(stillAtFault.outcomes()).allMatch(each -> each.problem() != null);

      harbor.send(
          harbor
              .request("/v1/media")
              .header("Content-Type", "image/png")
              .POST(HttpRequest.BodyPublishers.ofString(picture)));
      ParkedResent mended =
          admin
              .post("/v1/parked/resend", new ParkedResend(List.of(), early.problem().code()))
              .as(ParkedResent.class);
      assertThat(mended.left()).isEqualTo(1);
      assertThat(mended.outcomes()).hasSize(1);
      Eventually.until(
          "the item is judged",
          () ->
              server.one(
                      "select count(*) from item where external_id = 'early' and complete",
                      Long.class)
                  == 1);
      assertThat(admin.post("/v1/parked/resend", both).as(ParkedResent.class).outcomes())
          .extracting(each -> each.problem().code())
          .containsExactly("message.unknown", "json.malformed");

      String discard = "/v1/parked/" + broken.id() + "/discard";
      assertThat(admin.post(discard, new ParkedDiscard(" ")).problem().code())
          .isEqualTo("parked.reason");
      assertThat(harbor.post(discard, new ParkedDiscard("a test")).status()).isEqualTo(403);
      assertThat(admin.post(discard, new ParkedDiscard("a test")).status()).isEqualTo(204);
      assertThat(admin.post(discard, new ParkedDiscard("a test")).problem().code())
          .isEqualTo("message.unknown");
      assertThat(admin.post("/v1/parked/resend", new ParkedResend(List.of(), null)).status())
          .isEqualTo(400);
      assertThat(admin.get("/v1/parked").as(ParkedMessages.class).count()).isZero();
      for (String action : List.of("parked.resent", "parked.refused", "parked.discarded")) {
        assertThat(
                server.one(
                    "select count(*) from audit_entry where action = '" + action + "'", Long.class))
            .as(action)
            .isPositive();
      }
    }
  }

  private static final byte[] BROKEN = "{\"source\":".getBytes(StandardCharsets.UTF_8);

  private static List<String> ids(ParkedMessage... messages) {
    return Stream.of(messages).map(each -> each.id().toString()).toList();
  }

  private static ParkedMessage named(ParkedMessages parked, String code) {
    return parked.messages().stream()
        .filter(each -> each.problem().code().startsWith(code))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whileTheServerIsFullTheTopicWaitsAndNothingIsLost() throws Exception {
    KafkaSettings settings = settings("full");
    try (ScriptedServer server = server(settings, 4)) {
      produce("full-items", items(20, "slow but good"));
      Eventually.until("the topic waits", () -> server.kafkaPauses() >= 2);
      assertThat(broker.committed("full", "full-items"))
          .as("what there is no place for is not committed")
          .isLessThan(20);
      server.release(1000);
      Eventually.until("all is committed", () -> broker.committed("full", "full-items") == 20);
      Eventually.until(
          "all is judged",
          () -> server.one("select count(*) from item where complete", Long.class) == 20);
      assertThat(server.one("select count(*) from parked_message", Long.class)).isZero();
    }
  }
}
