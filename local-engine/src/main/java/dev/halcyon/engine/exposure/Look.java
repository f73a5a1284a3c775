package dev.halcyon.engine.exposure;

import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.util.UUID;

/**
 * A piece of content that is rendered, and whether an eye could reach it. Immutable.
 *
 * @param inViewport whether any of it lies within the window and every scrolled area round it
 * @param covered whether something lies over all that is in the viewport
 */
public record Look(
    UUID caseId,
    UUID itemId,
    SeverityBand band,
    ExposureKind kind,
    boolean inViewport,
    boolean covered) {

  /** Whether it is in sight, given that its window is. Sound is heard under whatever covers it. */
  boolean inSight() {
    return kind == ExposureKind.SOUND || inViewport && !covered;
  }

  /** How much it weighs beside another of the same kind: a band not known weighs near the most. */
  public int weight() {
    return switch (band) {
      case NEUTRAL -> 0;
      case MODERATE -> 1;
      case UNKNOWN -> 2;
      case SEVERE -> 3;
    };
  }

  /** Whether both count for the same case, item, band and kind. */
  boolean countsLike(Look other) {
    return caseId.equals(other.caseId)
        && itemId.equals(other.itemId)
        && band == other.band
        && kind == other.kind;
  }
}
