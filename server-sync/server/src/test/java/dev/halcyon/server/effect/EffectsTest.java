package dev.halcyon.server.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectDelivery;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.EffectResend;
import dev.halcyon.protocol.EffectResent;
import dev.halcyon.protocol.EffectState;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.TimelineEntry;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.outside.Connections.WebhookTarget;
import dev.halcyon.server.seal.ItemKey;
import dev.halcyon.server.seal.ItemKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Effects over real HTTP, their signatures checked by a library that receivers use. */
@OnBothDatabases
class EffectsTest {
  @TempDir Path data;

  private Receiver receiver;
  private @Nullable ScriptedServer server;
  private final List<AutoCloseable> others = new ArrayList<>();

  @BeforeEach
  void openReceiver() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws Exception {
    if (server != null) {
      server.release(1000);
      server.close();
    }
    receiver.close();
    for (AutoCloseable other : others) {
      other.close();
    }
  }

  private static WebhookTarget target(String name, URI url, String... sources) {
    return new WebhookTarget(name, url, List.of(Receiver.SECRET), Set.of(sources), Set.of());
  }

  private void open(boolean privateAddresses, WebhookTarget... targets) {
    server =
        new ScriptedServer(data, new Connections(List.of(targets), Set.of(), privateAddresses));
  }

  private IntakeAnswer send(String externalId, String text, int deadline) {
    ItemSubmission item =
        new ItemSubmission(
            "harbor",
            externalId,
            Surface.POST,
            "en",
            "DE",
            new Author("author", "Somebody", 10, false),
            text,
            List.of(),
            List.of(),
            Instant.now().minusSeconds(60),
            1,
            false,
            List.of());
    return server
        .client("harbor", Role.SERVICE)
        .post("/v1/items?deadlineMillis=" + deadline, item)
        .as(IntakeAnswer.class);
  }

  private TestClient lead() {
    return server.client("lin", Role.LEAD);
  }

  private List<EffectDelivery> list(EffectState state) {
    return lead().get("/v1/effects?state=" + state).as(new TypeReference<>() {});
  }

  private void untilSettled() {
    Eventually.until("nothing waits", () -> list(EffectState.WAITING).isEmpty());
  }

  @Test
  void anItemAnsweredBeforeItsVerdictIsToldOfItBySignedWebhook() {
    open(true, target("harbor", receiver.url()));
    IntakeAnswer early = send("1", "slow review", 1);
    assertThat(early.complete()).isFalse();
    server.release(1);
    Eventually.until("the webhook came", () -> !receiver.taken().isEmpty());
    EffectMessage message = receiver.taken().getFirst();
    assertThat(message.type()).isEqualTo(EffectKind.ITEM_VERDICT);
    assertThat(message.data().get("itemId").asText()).isEqualTo(early.itemId().toString());
    assertThat(message.data().get("externalId").asText()).isEqualTo("1");
    assertThat(message.data().get("verdict").asText()).isEqualTo("REVIEW");
    assertThat(message.data().get("complete").asBoolean()).isTrue();
    assertThat(receiver.came.getFirst().id()).isEqualTo(message.id().toString());
    assertThat(receiver.forged).isEmpty();
  }

  @Test
  void whatTheAnswerSaidIsNotRepeatedButARemovalIs() {
    open(true, target("harbor", receiver.url()));
    send("1", "good morning", 20_000);
    send("2", "review this", 20_000);
    IntakeAnswer blocked = send("3", "block this", 20_000);
    assertThat(blocked.complete()).isTrue();
    Eventually.until("the webhook came", () -> !receiver.taken().isEmpty());
    untilSettled();
    assertThat(receiver.taken())
        .extracting(message -> message.data().get("externalId").asText())
        .containsExactly("3");
    assertThat(server.one("select count(*) from effect", Long.class)).isEqualTo(1);
  }

  @Test
  void aFailedDeliveryIsRepeatedWithTheSameIdAndTheSameBytes() {
    open(true, target("harbor", receiver.url()));
    receiver.answers(message -> receiver.came.size() < 2 ? 500 : 200);
    send("1", "block this", 20_000);
    Eventually.until("the webhook was taken", () -> !receiver.taken().isEmpty());
    assertThat(receiver.came).hasSize(3);
    assertThat(receiver.came.stream().map(Receiver.Came::id).distinct()).hasSize(1);
    assertThat(receiver.came.stream().map(Receiver.Came::body).distinct()).hasSize(1);
    assertThat(receiver.forged).isEmpty();
  }

  @Test
  void whatNeverArrivesIsListedAndAPersonCanHaveItSentAgain() {
    open(true, target("harbor", receiver.url()));
    receiver.answers(message -> 503);
    IntakeAnswer item = send("1", "block this", 20_000);
    Eventually.until("it was given up", () -> !list(EffectState.DEAD).isEmpty());
    EffectDelivery dead = list(EffectState.DEAD).getFirst();
    assertThat(dead.itemId()).isEqualTo(item.itemId());
    assertThat(dead.attempts()).isEqualTo(EffectTests.ATTEMPTS);
    assertThat(dead.problem()).contains("503");
    assertThat(receiver.came).hasSize(EffectTests.ATTEMPTS);
    receiver.answers(message -> 200);
    EffectResent resent =
        lead()
            .post("/v1/effects/resend", new EffectResend(null, List.of(dead.id())))
            .as(EffectResent.class);
    assertThat(resent.deliveries()).isEqualTo(1);
    Eventually.until("it arrived", () -> !receiver.taken().isEmpty());
    assertThat(receiver.taken().getFirst().id()).isEqualTo(dead.id());
    untilSettled();
    assertThat(list(EffectState.DELIVERED)).hasSize(1);
    assertThat(
            server.one(
                "select count(*) from audit_entry where action = 'effects.resent'", Long.class))
        .isEqualTo(1);
  }

  @Test
  void whatIsToBeToldOfAnItemWhoseKeyIsGoneIsGivenUpAndNotSentEmpty() {
    open(true, target("harbor", receiver.url()));
    receiver.answers(message -> 503);
    IntakeAnswer item = send("1", "block this", 20_000);
    Eventually.until("it was given up", () -> !list(EffectState.DEAD).isEmpty());
    receiver.answers(message -> 200);
    byte[] words =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select words from item where id = :id")
                        .bind("id", item.itemId())
                        .mapTo(byte[].class)
                        .one());
    // As after a restore of an older database beside newer keys.
    ItemKeys.open(data, server.database()).destroy(List.of(ItemKey.number(words)));
    lead().post("/v1/effects/resend", new EffectResend("harbor", List.of()));
    Eventually.until(
        "it was given up for its key",
        () ->
            list(EffectState.DEAD).stream()
                .anyMatch(each -> String.valueOf(each.problem()).contains("key")));
    assertThat(receiver.taken()).isEmpty();
    assertThat(receiver.came).hasSize(EffectTests.ATTEMPTS);
  }

  @Test
  void aResendThatNamesNothingOrAnUnknownTargetIsRefused() {
    open(true, target("harbor", receiver.url()));
    assertThat(
            lead().post("/v1/effects/resend", new EffectResend(null, List.of())).problem().code())
        .isEqualTo("effect.selection");
    assertThat(
            lead()
                .post("/v1/effects/resend", new EffectResend("nobody", List.of()))
                .problem()
                .code())
        .isEqualTo("target.unknown");
    assertThat(lead().get("/v1/effects?state=LOST").problem().code()).isEqualTo("request.query");
  }

  @Test
  void aRedirectIsNotFollowed() {
    open(true, target("harbor", receiver.url()));
    receiver.answers(message -> 302);
    send("1", "block this", 20_000);
    Eventually.until("it was given up", () -> !list(EffectState.DEAD).isEmpty());
    assertThat(list(EffectState.DEAD).getFirst().problem()).contains("redirects");
    assertThat(receiver.came).hasSize(EffectTests.ATTEMPTS);
  }

  @Test
  void aPrivateAddressIsRefusedUnlessTheOperatorAllowsIt() {
    open(
        false,
        target("number", receiver.url()),
        target("name", URI.create(receiver.url().toString().replace("127.0.0.1", "localhost"))));
    send("1", "block this", 20_000);
    Eventually.until("both were given up", () -> list(EffectState.DEAD).size() == 2);
    assertThat(list(EffectState.DEAD)).allMatch(each -> each.problem().contains("private"));
    assertThat(receiver.came).isEmpty();
  }

  @Test
  void aDeadHostKeepsNoOtherTargetWaitingAndLosesNothing() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    // This one takes connections and never answers: the worst kind of dead.
    ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    others.add(silent);
    open(
        true,
        target("closed", URI.create("http://127.0.0.1:" + closedPort + "/")),
        target("silent", URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/")),
        target("harbor", receiver.url()));
    for (int i = 0; i < 20; i++) {
      send("item-" + i, "block this", 20_000);
    }
    Eventually.until("the living target has all", () -> receiver.taken().size() >= 20);
    assertThat(receiver.taken().stream().map(EffectMessage::id).collect(Collectors.toSet()))
        .hasSize(20);
    assertThat(
            server.one(
                "select count(*) from effect where target = 'silent' and state = 'WAITING'",
                Long.class))
        .isEqualTo(20);
  }

  @Test
  void anItemsEventsArriveInTheirOrderThoughTheFirstFails() {
    open(true, target("harbor", receiver.url()));
    receiver.answers(message -> 500);
    IntakeAnswer early = send("1", "slow block", 1);
    server.release(1);
    Eventually.until("the first is being tried", () -> !receiver.came.isEmpty());
    receiver.answers(message -> receiver.came.size() < 3 ? 500 : 200);
    UUID second = UUID.randomUUID();
    server.execute(
        """
        insert into effect (event_id, target, kind, item_id, source, content, made_at, state,
          attempts, next_at) values ('%s', 'harbor', 'item.visibility', '%s', 'harbor', '{}',
          current_timestamp, 'WAITING', 0, current_timestamp)
        """
            .formatted(second, early.itemId()));
    Eventually.until("both arrived", () -> receiver.taken().size() >= 2);
    assertThat(receiver.taken().getLast().id()).isEqualTo(second);
    List<Long> sequence = receiver.came.stream().map(each -> each.message().sequence()).toList();
    assertThat(sequence).isSorted();
  }

  @Test
  void theTimelineTellsWhatHappenedInOrderAndNamesNoReviewer() {
    open(true, target("harbor", receiver.url()));
    IntakeAnswer blocked = send("1", "block this", 20_000);
    IntakeAnswer allowed = send("2", "good morning", 20_000);
    Eventually.until("the webhook came", () -> !receiver.taken().isEmpty());
    untilSettled();
    assertThat(timeline(blocked))
        .containsExactly(
            "item.received",
            "assessment.made",
            "assessment.made",
            "decision.made",
            "effect.written",
            "effect.delivered");
    assertThat(timeline(allowed))
        .containsExactly("item.received", "assessment.made", "assessment.made", "decision.made");
    assertThat(lead().get("/v1/items/" + UUID.randomUUID() + "/timeline").problem().code())
        .isEqualTo("item.unknown");
    IntakeAnswer reviewed = send("3", "review this", 20_000);
    server.decideByAPerson(reviewed, DecisionAction.REMOVE);
    assertThat(lead().get("/v1/items/" + reviewed.itemId() + "/timeline").text())
        .contains("\"by_machine\":\"false\"")
        .doesNotContain(
            server.one("select cast(id as varchar) from account where name = 'ana'", String.class))
        .doesNotContain("ana");
  }

  private List<String> timeline(IntakeAnswer item) {
    List<TimelineEntry> entries =
        lead()
            .get("/v1/items/" + item.itemId() + "/timeline")
            .as(new TypeReference<List<TimelineEntry>>() {});
    return entries.stream().map(TimelineEntry::what).toList();
  }

  @Test
  void aTargetGetsOnlyItsPlatformsEvents() {
    open(
        true,
        target("other", receiver.url(), "another-platform"),
        new WebhookTarget(
            "notices",
            receiver.url(),
            List.of(Receiver.SECRET),
            Set.of(),
            Set.of(EffectKind.NOTICE_RECEIVED)));
    send("1", "block this", 20_000);
    assertThat(server.one("select count(*) from effect", Long.class)).isZero();
  }

  @Test
  void whatWaitsForATargetThatIsGoneIsGivenUpAtTheNextStart() {
    open(true, target("harbor", URI.create("http://127.0.0.1:9/")));
    send("1", "block this", 20_000);
    server.close();
    open(true, target("renamed", receiver.url()));
    assertThat(list(EffectState.DEAD)).hasSize(1);
    assertThat(list(EffectState.DEAD).getFirst().problem()).contains("not configured");
  }
}
