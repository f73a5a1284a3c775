package dev.halcyon.engine.judge;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code judge.guard}: has guard models, which know harms and no policies, say how likely each is.
 * What they say can bring an item before a person and never clear or remove it. Safe for any
 * thread.
 */
public final class GuardStage implements Stage {
  public static final String NAME = "judge.guard";

  private static final Duration TO_ANSWER = Duration.ofMillis(50);

  /** One word that is this likely settles it, though the other is not among the likeliest. */
  private static final double SETTLED = 0.9;

  /** ShieldGemma takes a question for each category, so that only the likeliest are asked. */
  private static final int MOST_CATEGORIES = 4;

  private final Judge judge;

  public GuardStage(Judge judge) {
    this.judge = judge;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.JUDGE;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return (judge.guards() || JudgeStage.required(context, NAME))
        && Doubt.of(context, JudgeStage.policy(context)).asked();
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return judge.asks();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    JudgePolicy policy = JudgeStage.policy(context);
    Doubt doubt = Doubt.of(context, policy);
    List<JudgeLine> lines = judge.guards(doubt.mayLeave());
    ModelRef none = new ModelRef("guard", "", "", "none");
    String text = text(JudgeItem.of(context));
    if (lines.isEmpty() || text.isBlank()) {
      String why =
          judge.guards()
              ? "judge.stays: no guard model on this machine can look at this item"
              : "judge.unconfigured: no guard model is set up on this machine";
      return failed(why, none);
    }
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    List<String> notes = new ArrayList<>();
    long micros = 0;
    boolean unsafe = false;
    int spoke = 0;
    Instant deadline = context.deadline().minus(TO_ANSWER);
    for (JudgeLine line : lines) {
      try {
        Said said = ask(line, context.request().policy(), doubt, policy, text, deadline);
        said.scores().forEach((category, score) -> scores.merge(category, score, Math::max));
        unsafe |= said.unsafe();
        micros += said.costMicros();
        spoke++;
      } catch (JudgeFailure e) {
        notes.add(e.note() + " (" + line.endpoint().name() + ")");
      }
    }
    ModelRef model = model(lines);
    if (spoke == 0) {
      return failed(String.join(" ", notes), model);
    }
    return outcome(context, scores, unsafe, notes, model, Hashes.sha256(text), micros);
  }

  private static StageOutcome outcome(
      ScanContext context,
      Map<Category, Double> scores,
      boolean unsafe,
      List<String> notes,
      ModelRef model,
      String hash,
      long micros) {
    List<CategoryScore> all =
        scores.entrySet().stream()
            .map(each -> new CategoryScore(each.getKey(), each.getValue(), null))
            .toList();
    Thresholds thresholds =
        new Thresholds(
            context.request().policy(),
            context.language(),
            context.request().region(),
            context.request().surface(),
            context.request().audience());
    boolean over = Thresholds.verdict(thresholds.applied(all)) != Verdict.ALLOW;
    if (unsafe && all.isEmpty()) {
      notes.add("judge.guard: unsafe, and it does not say as what");
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        String.join(" ", notes),
        over || unsafe ? Verdict.REVIEW : Verdict.ALLOW,
        all,
        List.of(),
        model,
        hash,
        micros,
        Optional.empty());
  }

  private static StageOutcome failed(String why, ModelRef model) {
    return new StageOutcome(
        AssessmentStatus.FAILED, why, Verdict.ALLOW, List.of(), List.of(), model, "");
  }

  private static ModelRef model(List<JudgeLine> lines) {
    return new ModelRef(
        lines.stream().map(line -> line.endpoint().model()).collect(Collectors.joining("+")),
        "",
        "",
        lines.getFirst().endpoint().dialect().name().toLowerCase(Locale.ROOT));
  }

  private static String text(JudgeItem item) {
    return item.parts().stream()
        .filter(part -> part.kind() != JudgeItem.Kind.CONVERSATION)
        .map(part -> part.text().shown().text())
        .collect(Collectors.joining("\n"));
  }

  /** What one guard model said. */
  private record Said(Map<Category, Double> scores, boolean unsafe, long costMicros) {}

  private static Said ask(
      JudgeLine line,
      ResolvedPolicy policy,
      Doubt doubt,
      JudgePolicy judge,
      String text,
      Instant deadline)
      throws InterruptedException {
    if (line.endpoint().dialect() == JudgeEndpoint.Dialect.LLAMA_GUARD) {
      JudgeLine.Told<Said> told =
          line.ask(
              GuardPrompts.llamaGuard(policy, text),
              judge,
              deadline,
              reply -> llama(reply, policy));
      return new Said(told.value().scores(), told.value().unsafe(), told.costMicros());
    }
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    long micros = 0;
    List<CategoryPolicy> asked =
        policy.categories().stream()
            .filter(
                each -> doubt.suspects().isEmpty() || doubt.suspects().contains(each.category()))
            .limit(MOST_CATEGORIES)
            .toList();
    for (CategoryPolicy category : asked) {
      JudgeLine.Told<Double> told =
          line.ask(GuardPrompts.shieldGemma(category, text), judge, deadline, GuardStage::yes);
      scores.put(category.category(), told.value());
      micros += told.costMicros();
    }
    return new Said(scores, false, micros);
  }

  /** {@code safe}, or {@code unsafe} and the codes on the second line; the score is P(unsafe). */
  private static Said llama(Reply reply, ResolvedPolicy policy) {
    List<String> lines = reply.text().strip().lines().map(String::strip).toList();
    String first = lines.isEmpty() ? "" : lines.getFirst().toLowerCase(Locale.ROOT);
    if (!first.equals("safe") && !first.equals("unsafe")) {
      throw Wording.malformed("the guard model says neither safe nor unsafe");
    }
    double unsafe = chance(reply);
    if (first.equals("safe")) {
      return new Said(Map.of(), unsafe >= 0.5, 0);
    }
    List<String> codes =
        lines.size() < 2 ? List.of() : Arrays.asList(lines.get(1).split("[,\\s]+"));
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    for (int i = 0; i < policy.categories().size(); i++) {
      if (codes.contains(GuardPrompts.code(i))) {
        scores.put(policy.categories().get(i).category(), unsafe);
      }
    }
    return new Said(scores, true, 0);
  }

  /** P(first word = unsafe), not a share: what else it may have begun with counts. */
  private static double chance(Reply reply) {
    double settled = share(reply, "unsafe", "safe");
    return reply.first().getOrDefault("unsafe", settled);
  }

  private static double yes(Reply reply) {
    return share(reply, "yes", "no");
  }

  /**
   * The share of one word in the two that count, as softmax over their logits alone gives it.
   *
   * @throws JudgeFailure {@code MALFORMED} when the server does not say how likely they were
   */
  private static double share(Reply reply, String word, String other) {
    double one = reply.first().getOrDefault(word, Double.NaN);
    double two = reply.first().getOrDefault(other, Double.NaN);
    if (Double.isNaN(one) && two >= SETTLED) {
      return 0;
    }
    if (Double.isNaN(two) && one >= SETTLED) {
      return 1;
    }
    if (Double.isNaN(one) || Double.isNaN(two) || one + two <= 0) {
      throw Wording.malformed("the server does not say how likely the first word was");
    }
    return one / (one + two);
  }
}
