package dev.halcyon.app.media;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.RationaleStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A box that the machine found in the picture or frame on show.
 *
 * @param step of the argument that points at it; 0 for one that is shown on request only
 */
public record Spot(Kind kind, int step, Category category, Evidence.Region region) {
  /** What was found. */
  public enum Kind {
    TEXT,
    OBJECT,
    OTHER;

    static Kind of(String stage) {
      return switch (stage) {
        case "image.ocr" -> TEXT;
        case "image.objects" -> OBJECT;
        default -> OTHER;
      };
    }
  }

  /**
   * Those of one frame: what the argument points at by step, then what the stages found besides.
   */
  static List<Spot> of(CaseDetail detail, MediaInfo info, int frame) {
    List<Spot> spots = new ArrayList<>();
    if (detail.rationale() != null) {
      for (RationaleStep step : detail.rationale().steps()) {
        add(spots, step.evidence(), step.stage(), step.number(), info, frame);
      }
    }
    for (Assessment said : detail.assessments()) {
      add(spots, said.evidence(), said.stage(), 0, info, frame);
    }
    return spots;
  }

  /** One place with one thing in it is one box, however often it is named. */
  private static void add(
      List<Spot> spots,
      List<Evidence> evidence,
      String stage,
      int step,
      MediaInfo info,
      int frame) {
    for (Evidence each : evidence) {
      if (each instanceof Evidence.Region region
          && region.mediaId().equals(info.mediaId())
          && Objects.requireNonNullElse(region.frame(), 0) == frame
          && (step > 0 || spots.stream().noneMatch(spot -> spot.isAt(region)))) {
        spots.add(new Spot(Kind.of(stage), step, region.category(), region));
      }
    }
  }

  private boolean isAt(Evidence.Region other) {
    return region.box().equals(other.box()) && region.label().equals(other.label());
  }

  /** Without what was found, so that no log can hold it. */
  @Override
  public String toString() {
    return "Spot[" + kind + ", step " + step + "]";
  }
}
