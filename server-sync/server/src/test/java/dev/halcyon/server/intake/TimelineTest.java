package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.TimelineEntry;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An item's timeline says under which overlay of the policy each thing was said and done. */
@OnBothDatabases
class TimelineTest {
  @TempDir Path data;
  private ScriptedServer server;
  private TestClient harbor;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ResolvedPolicy under(String overlay) {
    ResolvedPolicy base = ScriptedServer.POLICY;
    return new ResolvedPolicy(
        new PolicyRef(base.ref().id(), base.ref().version(), overlay),
        base.title(),
        base.categories(),
        base.rules(),
        base.stages(),
        base.queues(),
        base.sla(),
        base.reviewHides(),
        base.unsupportedLanguage());
  }

  private List<TimelineEntry> timeline(IntakeAnswer item) {
    return server
        .client("lin", Role.LEAD)
        .get("/v1/items/" + item.itemId() + "/timeline")
        .as(new TypeReference<List<TimelineEntry>>() {});
  }

  private static List<TimelineEntry> ofThePolicy(List<TimelineEntry> entries) {
    return entries.stream().filter(each -> each.details().containsKey("policy_version")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"good morning", "review this", "block this"})
  void whatWasSaidAndDoneNamesTheOverlayItWasSaidUnder(String text) {
    server.policy = under("DE");
    IntakeAnswer item = harbor.submit(Submissions.reported("1", text, List.of()));
    List<TimelineEntry> entries = ofThePolicy(timeline(item));
    assertThat(entries).extracting(TimelineEntry::what).contains("assessment.made");
    assertThat(entries)
        .extracting(TimelineEntry::what)
        .containsAnyOf("decision.made", "case.created");
    assertThat(entries)
        .allSatisfy(each -> assertThat(each.details()).containsEntry("policy_overlay", "DE"));
  }

  @Test
  void withoutAnOverlayNoneIsNamed() {
    IntakeAnswer item = harbor.submit(Submissions.reported("1", "good morning", List.of()));
    assertThat(ofThePolicy(timeline(item)))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.details()).doesNotContainKey("policy_overlay"));
  }
}
