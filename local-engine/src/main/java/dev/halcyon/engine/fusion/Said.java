package dev.halcyon.engine.fusion;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Words that stand somewhere in an item, and what to point to when they count: in its text, read in
 * its media, heard in its sound, or sent before it. Immutable.
 *
 * @param text without space at either end
 */
record Said(String text, Function<PolicyRule, Optional<Evidence>> pointer) {
  /** A film may show or say many things; the first are compared. */
  private static final int MOST = 24;

  /** Longer text is no caption: the text tiers read it. */
  private static final int LONGEST = 400;

  /** The short texts of these places, the item's own first. */
  static List<Said> in(Set<Part.Place> places, ScanContext context) {
    List<Said> all = new ArrayList<>();
    if (places.contains(Part.Place.TEXT)) {
      String text = context.request().text();
      add(
          all,
          text,
          rule ->
              Optional.of(
                  new Evidence.Words(
                      rule.category(), 1, source(rule), 0, text.length(), rule.title())));
    }
    if (places.contains(Part.Place.PICTURE)) {
      for (Observation each : context.observations()) {
        if (each.kind() == Observation.Kind.WORDS) {
          add(all, each.value().replace('\n', ' '), rule -> Optional.of(frame(rule, each)));
        }
      }
    }
    if (places.contains(Part.Place.SOUND)) {
      for (MediaAnalysis analysis : context.analyses()) {
        for (Transcript.Segment segment :
            analysis.transcript().map(Transcript::segments).orElse(List.of())) {
          add(
              all,
              segment.text(),
              rule -> Optional.of(seconds(rule, analysis.info().mediaId(), segment)));
        }
      }
    }
    List<ContextMessage> before = context.request().conversation();
    if (places.contains(Part.Place.BEFORE) && !before.isEmpty()) {
      add(all, before.getLast().text(), rule -> Optional.empty());
    }
    return all;
  }

  private static void add(
      List<Said> all, String text, Function<PolicyRule, Optional<Evidence>> pointer) {
    String stripped = text.strip();
    if (!stripped.isEmpty() && stripped.length() <= LONGEST && all.size() < MOST) {
      all.add(new Said(stripped, pointer));
    }
  }

  /** What the rule rests on; nothing for what is no part of the item. */
  Optional<Evidence> evidence(PolicyRule rule) {
    return pointer.apply(rule);
  }

  static Evidence frame(PolicyRule rule, Observation seen) {
    return new Evidence.Frame(
        rule.category(), 1, source(rule), seen.mediaId(), seen.frame(), seen.atSeconds());
  }

  static Evidence seconds(PolicyRule rule, String mediaId, Transcript.Segment segment) {
    return new Evidence.Seconds(
        rule.category(), 1, source(rule), mediaId, segment.from(), segment.to(), segment.text());
  }

  static String source(PolicyRule rule) {
    return "rule:" + rule.id();
  }
}
