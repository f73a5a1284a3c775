package dev.halcyon.engine.judge;

import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks language models for their opinion of an item: the small one first, the large one where that
 * is unsure, another where neither answers; and beside them the guard models. Safe for any thread.
 */
public final class Judge implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final JudgeHttp http;
  private final List<JudgeLine> lines;

  private Judge(List<JudgeEndpoint> endpoints, Clock clock, Duration firstPause) {
    this.http = new JudgeHttp(clock);
    Budget budget = new Budget(clock);
    this.lines =
        endpoints.stream()
            .sorted(java.util.Comparator.comparing(JudgeEndpoint::role))
            .map(each -> new JudgeLine(each, http, budget, clock, firstPause))
            .toList();
  }

  /** The judge of these settings; nothing is connected before the first question. */
  public static Judge of(JudgeSettings settings) {
    return new Judge(settings.endpoints(), Clock.systemUTC(), FIRST_PAUSE);
  }

  /** One with a clock and a first pause of one's own, for tests. */
  static Judge of(List<JudgeEndpoint> endpoints, Clock clock, Duration firstPause) {
    return new Judge(endpoints, clock, firstPause);
  }

  /**
   * What came of asking.
   *
   * @param notes what did not go as it should, in the order it happened
   * @param costMicros of all that were asked
   */
  record Heard(
      Opinion opinion, JudgePrompt prompt, JudgeLine line, List<String> notes, long costMicros) {
    Heard {
      notes = List.copyOf(notes);
    }
  }

  /** How an item is laid before an endpoint. */
  interface Laying {
    JudgePrompt prompt(JudgeEndpoint endpoint);
  }

  /** Whether there is anybody to ask for an opinion. */
  boolean speaks() {
    return lines.stream().anyMatch(line -> line.endpoint().judges());
  }

  /** Whether there are guard models. */
  boolean guards() {
    return lines.stream().anyMatch(line -> line.endpoint().dialect().guards());
  }

  /** Those set up to translate, over the same connections, budget and rests. */
  public Translator translator() {
    return new Translator(
        lines.stream()
            .filter(line -> line.endpoint().role() == JudgeEndpoint.Role.TRANSLATOR)
            .toList());
  }

  /** The guard models that may see an item. */
  List<JudgeLine> guards(boolean mayLeave) {
    return lines.stream()
        .filter(line -> line.endpoint().dialect().guards())
        .filter(line -> mayLeave || line.endpoint().local())
        .toList();
  }

  /**
   * The opinion of the first who has one and is sure enough, else the surest.
   *
   * @param mayLeave whether the item may be sent to another machine
   * @throws JudgeFailure when nobody has any
   */
  Heard ask(
      ResolvedPolicy policy, JudgePolicy judge, Laying laying, boolean mayLeave, Instant deadline)
      throws InterruptedException {
    List<JudgeLine> asked =
        lines.stream()
            .filter(line -> line.endpoint().judges())
            .filter(line -> mayLeave || line.endpoint().local())
            .toList();
    if (asked.isEmpty()) {
      throw new JudgeFailure(
          JudgeFailure.Kind.STAYS, "no judge runs on this machine, and the item may not leave it");
    }
    List<String> notes = new ArrayList<>();
    @Nullable JudgeFailure failure = null;
    @Nullable Heard best = null;
    long micros = 0;
    for (JudgeLine line : asked) {
      if (best != null && line.endpoint().role() == JudgeEndpoint.Role.FALLBACK) {
        break; // it stands in for those who do not answer, not for those who are unsure
      }
      try {
        JudgePrompt prompt = laying.prompt(line.endpoint());
        JudgeLine.Told<Opinion> told =
            line.ask(prompt, judge, deadline, reply -> AnswerReader.read(reply.text(), policy));
        micros += told.costMicros();
        Heard heard = new Heard(told.value(), prompt, line, notes, micros);
        best = best == null || outranks(heard, best) ? heard : best;
        if (sure(heard.opinion(), judge)) {
          break;
        }
        notes.add("judge.unsure: " + line.endpoint().name() + " is not sure");
      } catch (JudgeFailure e) {
        failure = e;
        notes.add(e.note() + " (" + line.endpoint().name() + ")");
      }
    }
    if (best == null) {
      throw new JudgeFailure(
          failure == null ? JudgeFailure.Kind.DOWN : failure.kind(),
          failure == null ? "nobody answered" : String.valueOf(failure.getMessage()));
    }
    return new Heard(best.opinion(), best.prompt(), best.line(), notes, micros);
  }

  private static boolean sure(Opinion opinion, JudgePolicy judge) {
    return opinion.action() != Opinion.Action.NO_OPINION
        && opinion.confidence() >= judge.escalateBelow();
  }

  /** The larger model was asked because the smaller was unsure; its word counts if it has one. */
  private static boolean outranks(Heard later, Heard before) {
    return later.opinion().action() != Opinion.Action.NO_OPINION
        || before.opinion().action() == Opinion.Action.NO_OPINION;
  }

  /** Whom it asks, in what dialect, and for which model: an answer belongs to all of these. */
  String asks() {
    return lines.stream()
        .map(JudgeLine::endpoint)
        .filter(each -> each.role() != JudgeEndpoint.Role.TRANSLATOR)
        .map(
            each ->
                "%s %s %s %s %s %s"
                    .formatted(
                        each.role(),
                        each.dialect(),
                        each.url(),
                        each.model(),
                        each.pictures(),
                        each.temperature()))
        .collect(Collectors.joining("\n"));
  }

  /** What is known of the endpoints, for people. */
  public List<State> states() {
    return lines.stream()
        .map(line -> new State(line.endpoint(), line.constraint().map(Enum::name)))
        .toList();
  }

  /**
   * Asks every endpoint whether it is there and what it does with schemas, each within its own
   * time; blocks until all have answered. No content is sent.
   */
  public List<Probed> probe() {
    return lines.stream().map(line -> probe(line.endpoint())).toList();
  }

  private Probed probe(JudgeEndpoint endpoint) {
    long begun = System.nanoTime();
    String found;
    boolean answers = true;
    try {
      found =
          switch (endpoint.dialect()) {
            case LLAMA_GUARD, SHIELD_GEMMA ->
                http.ask(endpoint, GuardPrompts.probe(), endpoint.timeout()).first().isEmpty()
                    ? "answers, and does not say how likely its words are: of no use as a guard"
                    : "answers, and says how likely its words are";
            case OPENAI, ANTHROPIC, ANTHROPIC_TOOLS ->
                Probe.of(http, endpoint, endpoint.timeout()) == Probe.Constraint.ENFORCED
                    ? "holds the model to the schema"
                    : "ignores the schema; answers are parsed and checked here";
          };
    } catch (JudgeFailure e) {
      found = e.note();
      answers = false;
    }
    return new Probed(endpoint, answers, found, (System.nanoTime() - begun) / 1_000_000);
  }

  /**
   * What came of trying an endpoint.
   *
   * @param found in words
   */
  public record Probed(JudgeEndpoint endpoint, boolean answers, String found, long millis) {}

  /**
   * An endpoint and what it was found to do with schemas.
   *
   * @param constraint {@code ENFORCED} or {@code IGNORED}; empty before the first question
   */
  public record State(JudgeEndpoint endpoint, Optional<String> constraint) {}

  @Override
  public void close() {
    http.close();
  }
}
