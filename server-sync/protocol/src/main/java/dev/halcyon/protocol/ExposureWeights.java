package dev.halcyon.protocol;

/**
 * How many seconds of a budget one second of looking takes, by how content was shown. Where one
 * moment was shown in several ways the heaviest counts.
 *
 * @param filtered a rendition
 * @param sharp the original
 */
public record ExposureWeights(double text, double filtered, double sharp, double sound) {
  /** What holds for a policy that says nothing of it. */
  public static final ExposureWeights USUAL = new ExposureWeights(1, 1, 1.5, 1.5);

  /** The weight of one way; of one that nobody knows the heaviest. */
  public double of(ExposureKind kind) {
    return switch (kind) {
      case TEXT -> text;
      case BLURRED, CARTOON, MOSAIC -> filtered;
      case SHARP -> sharp;
      case SOUND -> sound;
      case UNKNOWN -> heaviest();
    };
  }

  /** What a second takes at most. */
  public double heaviest() {
    return Math.max(Math.max(text, filtered), Math.max(sharp, sound));
  }
}
