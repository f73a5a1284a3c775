package dev.halcyon.engine.judge;

import dev.halcyon.engine.text.Span;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The quotes of an opinion held against the item. Immutable.
 *
 * @param evidence where those stand that stand in it
 * @param struck those that stand nowhere in it, as the screen may show them
 */
public record CheckedQuotes(List<Evidence> evidence, List<String> struck) {
  private static final double WEIGHT = 1;

  public CheckedQuotes {
    evidence = List.copyOf(evidence);
    struck = List.copyOf(struck);
  }

  static CheckedQuotes of(List<String> quotes, JudgeItem item, Category category, String source) {
    List<Evidence> evidence = new ArrayList<>();
    List<String> struck = new ArrayList<>();
    for (String quote : quotes) {
      Optional<Evidence> place = place(quote, item, category, source);
      if (place.isPresent()) {
        evidence.add(place.get());
      } else {
        struck.add(Opinion.plain(quote));
      }
    }
    return new CheckedQuotes(evidence, struck);
  }

  private static Optional<Evidence> place(
      String quote, JudgeItem item, Category category, String source) {
    for (JudgeItem.Part part : item.parts()) {
      // What others said before is not in the item, however the judge came to quote it.
      if (part.kind() != JudgeItem.Kind.CONVERSATION) {
        Optional<Span> span = part.text().find(quote);
        if (span.isPresent()) {
          return Optional.of(evidence(part, span.get(), category, source));
        }
      }
    }
    return Optional.empty();
  }

  private static Evidence evidence(
      JudgeItem.Part part, Span span, Category category, String source) {
    return switch (part.kind()) {
      case TEXT, CONVERSATION ->
          new Evidence.Words(
              category,
              WEIGHT,
              source,
              span.start(),
              span.end(),
              part.text().original().substring(span.start(), span.end()));
      case PICTURE_WORDS ->
          new Evidence.Frame(
              category, WEIGHT, source, part.mediaId(), part.frame(), part.atSeconds());
      case SPEECH -> {
        double from = 0;
        double to = 0;
        for (JudgeItem.Moment moment : part.moments()) {
          if (moment.start() <= span.start()) {
            from = moment.from();
          }
          if (moment.start() < span.end()) {
            to = moment.to();
          }
        }
        yield new Evidence.Seconds(
            category,
            WEIGHT,
            source,
            part.mediaId(),
            from,
            to,
            part.text().original().substring(span.start(), span.end()));
      }
    };
  }
}
