package dev.halcyon.app.wellness;

import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.SeverityBand;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A person's present day and week. Immutable.
 *
 * @param everywhere whether it holds what other workbenches sent, too
 */
public record OwnDays(ExposureSpan today, ExposureSpan week, boolean everywhere) {
  /** Nothing seen yet. */
  static OwnDays none(LocalDate today) {
    ExposureSpan nothing = new ExposureSpan(today, today, List.of());
    return new OwnDays(nothing, nothing, false);
  }

  /** Adds up two spans of the same days. */
  static ExposureSpan sum(ExposureSpan one, ExposureSpan other) {
    List<ExposureShare> bands = new ArrayList<>();
    for (SeverityBand band : SeverityBand.values()) {
      long seen = 0;
      Map<ExposureKind, Long> kinds = new EnumMap<>(ExposureKind.class);
      for (ExposureSpan span : List.of(one, other)) {
        for (ExposureShare share : span.bands()) {
          if (share.band() == band) {
            seen += share.seenMillis();
            share.millis().forEach((kind, millis) -> kinds.merge(kind, millis, Long::sum));
          }
        }
      }
      if (!kinds.isEmpty()) {
        bands.add(new ExposureShare(band, seen, kinds));
      }
    }
    return new ExposureSpan(one.from(), one.through(), bands);
  }
}
