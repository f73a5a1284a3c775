package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The local engine's answer beside the server's, with the reason for each difference in words. FX
 * thread only; the scan runs in the background and can be stopped.
 */
public final class RescanViewModel {
  /** Where a rescan stands. */
  public sealed interface State {
    record Idle() implements State {}

    record Running() implements State {}

    record Done(Report report) implements State {}

    record Failed(UserProblem problem) implements State {}
  }

  /**
   * What a rescan found, in words.
   *
   * @param summary one sentence
   * @param conditions what it ran under: policy, time, sandbox
   * @param failures stages that could not judge here, each a sentence
   */
  public record Report(String summary, String conditions, List<Row> rows, List<String> failures) {
    public Report {
      rows = List.copyOf(rows);
      failures = List.copyOf(failures);
    }

    /** How many rows differ. */
    public long differences() {
      return rows.stream().filter(Row::differs).count();
    }
  }

  /**
   * One line of the comparison.
   *
   * @param server the server's figure or a dash
   * @param local the local figure or a dash
   * @param reason why they differ, or the empty string
   */
  public record Row(
      String stage, String category, String server, String local, String reason, boolean differs) {
    /** The whole line for a screen reader. */
    public String spoken() {
      return (stage.isEmpty() ? category : category + ", " + stage)
          + ": "
          + server
          + ", "
          + local
          + ". "
          + reason;
    }
  }

  private final LocalRescan engine;
  private final Background background;
  private final Words words;
  private final ScoreWords scores;
  private final ArgumentComposer composer;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Idle());
  private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper(false);
  private @Nullable LoadedCase loaded;
  private @Nullable Job job;

  public RescanViewModel(LocalRescan engine, Background background, Words words) {
    this.engine = engine;
    this.background = background;
    this.words = words;
    this.scores = new ScoreWords(words);
    this.composer = new ArgumentComposer(words);
  }

  /**
   * Another case is on the desk: a scan of the one before stops.
   *
   * @param leased whether originals may be fetched for it
   */
  public void show(@Nullable LoadedCase next, boolean leased) {
    UUID before = loaded == null ? null : loaded.id();
    UUID now = next == null ? null : next.id();
    loaded = next;
    if (before == null || !before.equals(now)) {
      cancel();
      state.set(new State.Idle());
    }
    lease(leased);
  }

  /** Whether originals may be fetched changed. */
  public void lease(boolean ours) {
    LoadedCase present = loaded;
    boolean needed = present != null && !present.detail().item().media().isEmpty();
    ready.set(present != null && (ours || !needed));
  }

  /** Judges the case here; nothing happens while a scan runs. */
  public void rescan() {
    LoadedCase wanted = loaded;
    if (wanted == null || !ready.get() || state.get() instanceof State.Running) {
      return;
    }
    state.set(new State.Running());
    job =
        background
            .run(words.say("rescan.work"), () -> engine.rescan(wanted))
            .then(answer -> state.set(new State.Done(report(answer))))
            .fail(problem -> state.set(new State.Failed(problem)));
  }

  /** Stops a scan that runs. */
  public void cancel() {
    if (job != null) {
      job.cancel();
      job = null;
    }
    if (state.get() instanceof State.Running) {
      state.set(new State.Idle());
    }
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether a rescan can be asked for. */
  public ReadOnlyBooleanProperty ready() {
    return ready.getReadOnlyProperty();
  }

  private Report report(LocalRescan.Answer answer) {
    List<Row> rows = answer.pairs().stream().map(this::row).toList();
    long differ = rows.stream().filter(Row::differs).count();
    List<String> failures = new ArrayList<>();
    for (Assessment assessment : answer.local().assessments()) {
      if (assessment.status() != AssessmentStatus.OK) {
        failures.add(composer.silence(assessment));
      }
    }
    if (!answer.local().complete()) {
      failures.add(words.say("rescan.incomplete"));
    }
    CategoryScore top =
        answer.local().scores().stream().min(CategoryScore.HIGHEST_FIRST).orElse(null);
    String verdict = words.name(answer.local().verdict());
    return new Report(
        top == null
            ? words.say("rescan.summary_none", verdict, differ)
            : words.say("rescan.summary", verdict, scores.say(top), differ),
        words.say(
            "rescan.conditions",
            composer.policy(answer.local().rationale().policy()),
            seconds(answer.took()),
            sandbox(answer.sandbox())),
        rows,
        failures);
  }

  private String sandbox(String name) {
    return name.isBlank() || name.equals("none")
        ? words.say("rescan.no_sandbox")
        : words.say("rescan.sandbox", name);
  }

  private static double seconds(Duration took) {
    return took.toMillis() / 1000.0;
  }

  private Row row(LocalRescan.Pair pair) {
    String reasons = pair.reasons().stream().map(this::reason).collect(Collectors.joining(" "));
    String stage = scores.stage(pair.stage());
    return new Row(
        pair.category() == null ? "" : stage,
        pair.category() == null ? stage : words.name(pair.category()),
        figure(pair.server(), pair.serverStatus()),
        figure(pair.local(), pair.localStatus()),
        reasons,
        !pair.reasons().isEmpty());
  }

  private String figure(@Nullable Double score, AssessmentStatus status) {
    if (score != null) {
      return scores.figure(score);
    }
    return switch (status) {
      case OK, UNKNOWN -> words.say("rescan.dash");
      case NOT_SUPPORTED -> words.say("rescan.not_supported");
      case FAILED -> words.say("rescan.failed");
      case TIMED_OUT -> words.say("rescan.timed_out");
    };
  }

  private String status(String status) {
    return words.say("rescan.status." + status.toLowerCase(Locale.ROOT));
  }

  private String reason(LocalRescan.Reason reason) {
    return switch (reason.kind()) {
      case MODEL_VERSION -> words.say("rescan.why.model", reason.server(), reason.local());
      case POLICY_VERSION -> words.say("rescan.why.policy", reason.server(), reason.local());
      case INPUT -> words.say("rescan.why.input");
      case STATUS ->
          words.say("rescan.why.status", status(reason.server()), status(reason.local()));
      case ROUNDING -> words.say("rescan.why.rounding");
    };
  }
}
