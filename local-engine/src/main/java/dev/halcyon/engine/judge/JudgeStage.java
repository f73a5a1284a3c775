package dev.halcyon.engine.judge;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code judge.llm}: has a language model judge what the stages before doubt. Without an endpoint
 * it leaves no trace, unless the policy requires it. Safe for any thread.
 */
public final class JudgeStage implements Stage {
  public static final String NAME = "judge.llm";

  /** The answer must be read and held to the schema before the scan's time is up. */
  private static final Duration TO_ANSWER = Duration.ofMillis(50);

  private final Judge judge;

  public JudgeStage(Judge judge) {
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
  public boolean waits() {
    return true;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return (judge.speaks() || required(context, NAME))
        && Doubt.of(context, policy(context)).asked();
  }

  /** Whether the policy requires a stage, as it does where it does not say otherwise. */
  static boolean required(ScanContext context, String stage) {
    return context.request().policy().stages().stream()
        .anyMatch(spec -> spec.stage().equals(stage) && spec.required());
  }

  static JudgePolicy policy(ScanContext context) {
    return policy(context.request().policy());
  }

  private static JudgePolicy policy(ResolvedPolicy policy) {
    @Nullable JudgePolicy said = policy.judge();
    return said == null ? JudgePolicy.USUAL : said;
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return PromptTemplates.name(policy(policy).prompt()) + " " + judge.asks();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    if (!judge.speaks()) {
      return failed("judge.unconfigured: no judge is set up on this machine", unasked(context));
    }
    ScanRequest request = context.request();
    JudgePolicy policy = policy(context);
    JudgeItem item = JudgeItem.of(context);
    String facts =
        "An item from the surface %s, language %s, region %s."
            .formatted(
                request.surface().name().toLowerCase(Locale.ROOT),
                context.language(),
                request.region());
    Instant deadline = context.deadline().minus(TO_ANSWER);
    try {
      Judge.Heard heard =
          judge.ask(
              request.policy(),
              policy,
              endpoint -> JudgePrompt.of(request.policy(), policy, item, facts, sees(endpoint)),
              Doubt.of(context, policy).mayLeave(),
              deadline);
      return outcome(context, policy, item, heard);
    } catch (JudgeFailure e) {
      return failed(e.note(), unasked(context));
    }
  }

  /** No model here can rule child_safety out of a picture, so that no picture leaves. */
  private static boolean sees(JudgeEndpoint endpoint) {
    return endpoint.pictures() && endpoint.local();
  }

  private static ModelRef unasked(ScanContext context) {
    @Nullable StageSpec spec =
        context.request().policy().stages().stream()
            .filter(each -> each.stage().equals(NAME))
            .findFirst()
            .orElse(null);
    String version = spec == null || spec.model() == null ? "" : spec.model();
    return new ModelRef("judge", version, "", "none");
  }

  private static StageOutcome failed(String why, ModelRef model) {
    return new StageOutcome(
        AssessmentStatus.FAILED, why, Verdict.ALLOW, List.of(), List.of(), model, "");
  }

  private static StageOutcome outcome(
      ScanContext context, JudgePolicy policy, JudgeItem item, Judge.Heard heard) {
    ScanRequest request = context.request();
    Opinion opinion = heard.opinion();
    JudgeEndpoint endpoint = heard.line().endpoint();
    CheckedQuotes quotes =
        CheckedQuotes.of(opinion.quotes(), item, opinion.category(), "model:" + endpoint.model());
    Thresholds thresholds =
        new Thresholds(
            request.policy(),
            context.language(),
            request.region(),
            request.surface(),
            request.audience());
    boolean unseen = !item.pictures().isEmpty() && !sees(endpoint);
    Containment.Grounds grounds =
        new Containment.Grounds(
            !item.marks().isEmpty(),
            item.cut() || unseen,
            quotes.struck().size(),
            quotes.evidence().size());
    Reasoned reasoned =
        new Reasoned(
            opinion,
            endpoint.model(),
            quotes,
            item.marks(),
            Containment.clears(opinion, grounds, policy));
    return new StageOutcome(
        AssessmentStatus.OK,
        notes(heard, opinion, item, quotes, unseen),
        Containment.floor(opinion, grounds, policy, thresholds.of(opinion.category())),
        scores(opinion),
        quotes.evidence(),
        model(policy, endpoint, heard.line().constraint()),
        heard.prompt().inputHash(),
        heard.costMicros(),
        Optional.of(reasoned));
  }

  /** What it is against, with how sure it is; nothing where it is not against anything. */
  private static List<CategoryScore> scores(Opinion opinion) {
    boolean against =
        opinion.action() == Opinion.Action.BLOCK || opinion.action() == Opinion.Action.REVIEW;
    return against && opinion.category() != Category.UNKNOWN
        ? List.of(new CategoryScore(opinion.category(), opinion.confidence(), null))
        : List.of();
  }

  /** The model with the prompt it was asked with; who holds it to the schema is said beside it. */
  static ModelRef model(
      JudgePolicy policy, JudgeEndpoint endpoint, Optional<Probe.Constraint> constraint) {
    String how = constraint.orElse(null) == Probe.Constraint.IGNORED ? ", by parsing" : "";
    return new ModelRef(
        endpoint.model(),
        PromptTemplates.name(policy.prompt()),
        "",
        endpoint.dialect().name().toLowerCase(Locale.ROOT) + how);
  }

  private static String notes(
      Judge.Heard heard, Opinion opinion, JudgeItem item, CheckedQuotes quotes, boolean unseen) {
    List<String> notes = new ArrayList<>();
    if (opinion.action() == Opinion.Action.NO_OPINION) {
      notes.add("judge.no-opinion: the judge has no opinion");
    }
    for (InjectionMark mark : item.marks().stream().sorted().toList()) {
      notes.add("judge.injection: the item looks like an attempt to steer a model, " + mark.id());
    }
    if (!quotes.struck().isEmpty()) {
      notes.add("judge.quotes: " + quotes.struck().size() + " quotes stand nowhere in the item");
    }
    if (item.cut()) {
      notes.add("judge.cut: the judge saw only the beginning");
    }
    if (unseen) {
      notes.add("judge.unseen: the judge did not see the pictures");
    }
    notes.addAll(heard.notes());
    return String.join(" ", notes);
  }

  /** One row for each language model that is set up, with what its server was found to do. */
  public static List<ModelDescription> descriptions(Judge judge) {
    return judge.states().stream()
        .map(
            state ->
                new ModelDescription(
                    new ModelRef(
                        state.endpoint().model(),
                        "",
                        "",
                        state.endpoint().dialect().name().toLowerCase(Locale.ROOT)),
                    "language model judge, "
                        + state.endpoint().role().name().toLowerCase(Locale.ROOT),
                    "the operator's",
                    state.endpoint().url().toString(),
                    state
                        .constraint()
                        .map(
                            found ->
                                found.equals("ENFORCED")
                                    ? "holds the model to the schema"
                                    : "ignores the schema; its answers are parsed and checked here")
                        .orElse("not asked yet")))
        .toList();
  }
}
