package dev.halcyon.engine.judge;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.ThresholdRule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Makes judges and requests to them for tests. */
final class Judges {
  /** A text that the text model doubts and no rule of the policy matches. */
  static final String DOUBTFUL = "you are a pathetic loser and nobody likes you";

  static final JudgePolicy ASKS_ALL =
      new JudgePolicy("judge-1", 0, 0.7, List.of(), false, null, 0, 0);

  private static final ResolvedPolicy SHIPPED = Scans.policy(2);

  private Judges() {}

  static JudgeEndpoint endpoint(HttpUrl url, JudgeEndpoint.Role role) {
    return endpoint(url, role, JudgeEndpoint.Dialect.OPENAI);
  }

  static JudgeEndpoint endpoint(
      HttpUrl url, JudgeEndpoint.Role role, JudgeEndpoint.Dialect dialect) {
    String name = role.name().toLowerCase(java.util.Locale.ROOT);
    return new JudgeEndpoint(
        name,
        role,
        dialect,
        url,
        name + "-model",
        "secret-key",
        true,
        false,
        dialect == JudgeEndpoint.Dialect.OPENAI ? Optional.of(0.0) : Optional.empty(),
        512,
        Duration.ofSeconds(20),
        2_000_000,
        10_000_000);
  }

  static Judge judge(JudgeEndpoint... endpoints) {
    return Judge.of(List.of(endpoints), Clock.systemUTC(), Duration.ofMillis(1));
  }

  static CascadeRunner cascade(Judge judge, Stage... more) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new TextRulesStage());
    stages.add(new TextLinearStage(ModelRegistry.shipped()));
    stages.addAll(List.of(more));
    stages.add(new GuardStage(judge));
    stages.add(new JudgeStage(judge));
    return new CascadeRunner(stages, Origin.LOCAL, Clock.systemUTC());
  }

  /** The shipped policy with rules, text model and judge. */
  static ResolvedPolicy policy(JudgePolicy judge) {
    return policy(judge, false);
  }

  static ResolvedPolicy policy(JudgePolicy judge, boolean required) {
    ResolvedPolicy policy = SHIPPED;
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        policy.categories(),
        policy.rules(),
        List.of(
            new StageSpec("text.rules", null, true),
            new StageSpec("text.linear", null, true),
            new StageSpec(JudgeStage.NAME, null, required)),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        List.of(),
        judge,
        List.of(),
        List.of());
  }

  /** A policy without rules, under which the text model doubts every text, and of one thing. */
  static ResolvedPolicy doubting(JudgePolicy judge) {
    ResolvedPolicy policy = policy(judge);
    List<CategoryPolicy> categories =
        policy.categories().stream()
            .map(
                each ->
                    new CategoryPolicy(
                        each.category(),
                        each.title(),
                        each.severity(),
                        each.priority(),
                        each.clauses(),
                        List.of(
                            new ThresholdRule(
                                null,
                                null,
                                null,
                                null,
                                each.category() == Category.HARASSMENT ? 0 : 1,
                                1))))
            .toList();
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        categories,
        List.of(),
        policy.stages(),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        List.of(),
        judge,
        List.of(),
        List.of());
  }

  static ScanRequest request(String text, JudgePolicy judge) {
    return Scans.text(text, "en", policy(judge));
  }

  static Optional<Assessment> said(List<Assessment> assessments, String stage) {
    return assessments.stream().filter(each -> each.stage().equals(stage)).findFirst();
  }

  static String answer(String action, String category, double confidence, String... quotes) {
    var root = ScriptedModel.JSON.createObjectNode();
    root.put("action", action).put("category", category).put("confidence", confidence);
    root.putArray("reasoning").add("It speaks to one person.").add("It demeans them.");
    root.putArray("clauses");
    root.putArray("exceptions");
    var list = root.putArray("quotes");
    for (String quote : quotes) {
      list.add(quote);
    }
    return root.toString();
  }

  /** An engine as the workbench starts it, with these endpoints. */
  static RescanEngine engine(JudgeEndpoint... endpoints) {
    EngineOptions usual = EngineOptions.forWorkbench();
    return RescanEngine.start(
        new EngineOptions(
            usual.origin(),
            usual.requireSandbox(),
            usual.mediaTimeout(),
            new JudgeSettings(List.of(endpoints))));
  }
}
