package dev.halcyon.engine.fusion;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.personal.Finding;
import dev.halcyon.engine.personal.PersonalData;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.Span;
import dev.halcyon.engine.text.SpokenLanguages;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An item as combinations see it: its text, what was seen, read and heard in its media, the message
 * before it, and the scores so far. Normalises each text once, when it is first asked for. Confined
 * to one thread.
 */
final class Whole {
  /** Time kept back to conclude. */
  private static final Duration TO_ANSWER = Duration.ofMillis(20);

  private final ScanContext context;
  private final Normaliser normaliser;
  private final Meant meant;
  private final Map<String, NormalisedText> normalised = new HashMap<>();
  private boolean uncompared;

  Whole(ScanContext context, Examples examples) {
    this.context = context;
    this.meant = new Meant(examples, context.deadline().minus(TO_ANSWER));
    this.normaliser = CompiledRules.of(context.request().policy()).normaliser();
  }

  /** The languages of the item's own text. */
  SpokenLanguages languages() {
    String text = context.request().text();
    return SpokenLanguages.of(
        normalised.computeIfAbsent(text, normaliser::normalise), context.language());
  }

  /** What the rule rests on where all its parts hold. */
  Optional<List<Evidence>> holds(Combinations.Combination combination) throws InterruptedException {
    List<Evidence> evidence = new ArrayList<>();
    for (Part part : combination.parts()) {
      boolean holds =
          switch (part) {
            case Part.Says says -> says(says, combination.rule(), evidence) != says.lacking();
            case Part.Shows shows -> shows(shows, combination.rule(), evidence);
            case Part.Scores scores -> scores(scores);
            case Part.Means means -> means(means, combination.rule(), evidence);
            case Part.Intends intends -> intends(intends, combination.rule(), evidence);
            case Part.Holds personal -> personal(personal, combination.rule(), evidence);
          };
      if (!holds) {
        return Optional.empty();
      }
    }
    return Optional.of(evidence);
  }

  /** All that was looked at, for the hash of the input. */
  String read() {
    StringBuilder all = new StringBuilder(context.request().text());
    for (Observation each : context.observations()) {
      all.append('\n').append(each.kind()).append(' ').append(each.value());
    }
    for (MediaAnalysis each : context.analyses()) {
      all.append('\n').append(each.transcript().map(Transcript::text).orElse(""));
    }
    before().ifPresent(message -> all.append('\n').append(message.text()));
    return all.toString();
  }

  private Optional<ContextMessage> before() {
    List<ContextMessage> conversation = context.request().conversation();
    return conversation.isEmpty() ? Optional.empty() : Optional.of(conversation.getLast());
  }

  private boolean says(Part.Says part, PolicyRule rule, List<Evidence> evidence) {
    return switch (part.place()) {
      case TEXT -> {
        String text = context.request().text();
        Optional<Span> found = find(part.pattern(), text);
        found.ifPresent(
            span -> evidence.add(words(rule, span, text.substring(span.start(), span.end()))));
        yield found.isPresent();
      }
      case PICTURE -> {
        for (Observation each : seen(Observation.Kind.WORDS)) {
          if (find(part.pattern(), each.value()).isPresent()) {
            evidence.add(Said.frame(rule, each));
            yield true;
          }
        }
        yield false;
      }
      case SOUND -> heard(part.pattern(), rule, evidence);
      case BEFORE ->
          before().map(message -> find(part.pattern(), message.text()).isPresent()).orElse(false);
    };
  }

  private boolean heard(Pattern pattern, PolicyRule rule, List<Evidence> evidence) {
    for (MediaAnalysis analysis : context.analyses()) {
      List<Transcript.Segment> segments =
          analysis.transcript().map(Transcript::segments).orElse(List.of());
      for (Transcript.Segment segment : segments) {
        if (find(pattern, segment.text()).isPresent()) {
          evidence.add(Said.seconds(rule, analysis.info().mediaId(), segment));
          return true;
        }
      }
    }
    return false;
  }

  private boolean shows(Part.Shows part, PolicyRule rule, List<Evidence> evidence) {
    for (Observation each : seen(Observation.Kind.OBJECT)) {
      if (each.score() >= part.least() && part.labels().contains(each.value())) {
        evidence.add(
            each.box().isEmpty()
                ? Said.frame(rule, each)
                : new Evidence.Region(
                    rule.category(),
                    1,
                    Said.source(rule),
                    each.mediaId(),
                    still(each.mediaId()) ? null : each.frame(),
                    each.box().get(),
                    each.value()));
        return true;
      }
    }
    return false;
  }

  private boolean means(Part.Means part, PolicyRule rule, List<Evidence> evidence)
      throws InterruptedException {
    String text = context.request().text();
    if (text.isBlank()) {
      return false;
    }
    Optional<Double> nearer = meant.nearer(part, text.strip());
    if (nearer.isEmpty()) {
      uncompared = true;
    }
    boolean holds = nearer.isPresent() && nearer.get() >= part.more();
    if (holds) {
      evidence.add(words(rule, new Span(0, text.length()), rule.title()));
    }
    return holds;
  }

  /** Whether words in one of the places may be meant so; the first that may are the evidence. */
  private boolean intends(Part.Intends part, PolicyRule rule, List<Evidence> evidence)
      throws InterruptedException {
    for (Said said : Said.in(part.places(), context)) {
      Optional<Double> score = meant.intended(part.intents(), said.text());
      if (score.isEmpty()) {
        uncompared = true;
      } else if (score.get() >= part.least()) {
        said.evidence(rule).ifPresent(evidence::add);
        return true;
      }
    }
    return false;
  }

  /** Whether something would have been compared by meaning and no model answered. */
  boolean uncompared() {
    return uncompared;
  }

  private boolean still(String mediaId) {
    return context.analyses().stream()
        .map(MediaAnalysis::info)
        .anyMatch(info -> info.mediaId().equals(mediaId) && info.kind() == Modality.IMAGE);
  }

  private boolean scores(Part.Scores part) {
    String stages = part.place() == Part.Place.PICTURE ? "image." : part.place().id() + ".";
    for (Map.Entry<String, StageOutcome> said : context.outcomes().entrySet()) {
      if (said.getKey().startsWith(stages)) {
        for (CategoryScore score : said.getValue().scores()) {
          if (score.category() == part.category() && score.score() >= part.least()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean personal(Part.Holds part, PolicyRule rule, List<Evidence> evidence)
      throws InterruptedException {
    switch (part.place()) {
      case TEXT -> {
        for (Finding finding : found(part, context.request().text())) {
          evidence.add(
              words(rule, new Span(finding.start(), finding.end()), finding.kind().label()));
          return true;
        }
      }
      case PICTURE -> {
        for (Observation each : seen(Observation.Kind.WORDS)) {
          if (!found(part, each.value()).isEmpty()) {
            evidence.add(Said.frame(rule, each));
            return true;
          }
        }
      }
      case SOUND -> {
        for (MediaAnalysis each : context.analyses()) {
          if (!found(part, each.transcript().map(Transcript::text).orElse("")).isEmpty()) {
            return true;
          }
        }
      }
      case BEFORE -> {
        return before().isPresent() && !found(part, before().get().text()).isEmpty();
      }
    }
    return false;
  }

  private List<Finding> found(Part.Holds part, String text) throws InterruptedException {
    return PersonalData.find(text, context.request().region(), context.language()).stream()
        .filter(finding -> part.kinds().contains(finding.kind()))
        .toList();
  }

  private List<Observation> seen(Observation.Kind kind) {
    return context.observations().stream().filter(each -> each.kind() == kind).toList();
  }

  /** Where a pattern stands in a text, in the text as it was written. */
  private Optional<Span> find(Pattern pattern, String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    NormalisedText comparable = normalised.computeIfAbsent(text, normaliser::normalise);
    Matcher matcher = pattern.matcher(comparable.text());
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        matcher.end() > matcher.start()
            ? comparable.original(matcher.start(), matcher.end())
            : new Span(0, text.length()));
  }

  private static Evidence words(PolicyRule rule, Span span, String label) {
    return new Evidence.Words(
        rule.category(), 1, Said.source(rule), span.start(), span.end(), label);
  }
}
