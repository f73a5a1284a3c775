package dev.halcyon.protocol;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a team did in a week, as far as it says nothing of one person; docs/metrics.md defines each
 * number. Made once and never changed.
 *
 * @param week its Monday; days are those of UTC
 * @param leastPeople who stand behind every number, at least
 */
public record WeekNumbers(
    LocalDate week,
    Instant madeAt,
    int leastPeople,
    List<Line> lines,
    List<BandExposure> exposure) {
  public WeekNumbers {
    lines = lines == null ? List.of() : List.copyOf(lines);
    exposure = exposure == null ? List.of() : List.copyOf(exposure);
  }

  /**
   * Cases that people decided.
   *
   * @param key the queue, priority, category or language; empty for all
   * @param decided how many; only for all and by queue
   * @param handlingSeconds from opening to deciding
   * @param ageSeconds from coming to deciding
   * @param inTime what part was decided by its due time, 0..1 in hundredths
   */
  public record Line(
      NumberGroup group,
      String key,
      @Nullable Long decided,
      @Nullable Spread handlingSeconds,
      @Nullable Spread ageSeconds,
      @Nullable Double inTime) {}

  /** Quantiles, rounded so that none is one case's own value. */
  public record Spread(long p25, long p50, long p75, long p90) {}

  /**
   * How long people had content of a band in sight.
   *
   * @param minutes mean of each equal part of the people, from those with least to those with most;
   *     empty where it is withheld
   */
  public record BandExposure(SeverityBand band, List<Long> minutes) {
    public BandExposure {
      minutes = minutes == null ? List.of() : List.copyOf(minutes);
    }
  }
}
