package dev.halcyon.engine.judge;

import static dev.halcyon.engine.judge.Judges.DOUBTFUL;
import static dev.halcyon.engine.judge.Judges.answer;
import static dev.halcyon.engine.judge.Judges.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a judge said is said again of the same question to the same judge, and of no other. */
class JudgeCacheTest {
  private static final ResolvedPolicy POLICY =
      Scans.withStages(
          Judges.policy(Judges.ASKS_ALL),
          new StageSpec("text.rules", null, true),
          new StageSpec("cache", null, false),
          new StageSpec("text.linear", null, true),
          new StageSpec(JudgeStage.NAME, null, true));

  private final ScriptedModel small = new ScriptedModel();
  private final ScriptedModel other = new ScriptedModel();
  private Judge judge = Judges.judge(endpoint(small.url(), JudgeEndpoint.Role.SMALL));
  private final CacheStage cache =
      new CacheStage(100, policy -> new JudgeStage(judge).runs(policy));

  @AfterEach
  void closeServers() {
    judge.close();
    small.close();
    other.close();
  }

  private ScanResult scan(ContextMessage... conversation) {
    ScanRequest base = Scans.text(DOUBTFUL, "en", POLICY);
    try (CascadeRunner cascade = Judges.cascade(judge, cache)) {
      return cascade.run(
          new ScanRequest(
              UUID.randomUUID(),
              DOUBTFUL,
              "en",
              base.region(),
              base.surface(),
              base.author(),
              List.of(conversation),
              List.of(),
              List.of(),
              0,
              POLICY,
              base.deadline()));
    }
  }

  private static ContextMessage said(String text) {
    return new ContextMessage("u-2", "Somebody", text, Instant.EPOCH, null);
  }

  private static boolean served(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.tier() == Tier.CACHE)
        .map(Assessment::note)
        .anyMatch(note -> note.startsWith("the same as item "));
  }

  private void asksInstead(HttpUrl url, JudgeEndpoint.Role role) {
    judge.close();
    judge = Judges.judge(endpoint(url, role));
  }

  @Test
  void theSameQuestionIsNotAskedTwice() {
    small.says(answer("review", "harassment", 0.9));
    ScanResult first = scan();
    ScanResult again = scan();
    assertThat(served(again)).isTrue();
    assertThat(again.verdict()).isEqualTo(first.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(small.questions()).hasSize(1);
  }

  @Test
  void anotherConversationIsAnotherQuestion() {
    small.says(answer("review", "harassment", 0.9));
    scan(said("we are only rehearsing the play"));
    assertThat(served(scan(said("we are only rehearsing the play.")))).isFalse();
    assertThat(served(scan())).isFalse();
    assertThat(small.questions()).hasSize(3);
    assertThat(served(scan(said("we are only rehearsing the play")))).isTrue();
  }

  @Test
  void anotherJudgeIsAskedItself() {
    small.says(answer("review", "harassment", 0.9));
    other.says(answer("review", "harassment", 0.9));
    scan();
    asksInstead(other.url(), JudgeEndpoint.Role.SMALL);
    assertThat(served(scan())).isFalse();
    assertThat(other.questions()).hasSize(1);
    asksInstead(small.url(), JudgeEndpoint.Role.LARGE);
    assertThat(served(scan())).as("another model at the same place").isFalse();
    asksInstead(small.url(), JudgeEndpoint.Role.SMALL);
    assertThat(served(scan())).isTrue();
    assertThat(small.questions()).hasSize(2);
  }

  @Test
  void thePromptsVersionIsPartOfWhatRuns() {
    assertThat(new JudgeStage(judge).runs(POLICY)).matches("(?s)judge-1@[0-9a-f]{12} SMALL .*");
  }
}
