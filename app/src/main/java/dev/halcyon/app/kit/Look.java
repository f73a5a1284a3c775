package dev.halcyon.app.kit;

/**
 * How the workbench looks to one person. Immutable.
 *
 * @param textPercent size of all text, 100 to 200
 */
public record Look(Appearance appearance, int textPercent, Density density, boolean reducedMotion) {
  /** Smallest and largest text size a person can choose, in per cent. */
  public static final int SMALLEST = 100;

  public static final int LARGEST = 200;

  public static final Look DEFAULT = new Look(Appearance.SYSTEM, 100, Density.COMFORTABLE, false);

  public Look {
    textPercent = Math.clamp(textPercent, SMALLEST, LARGEST);
  }

  /** Light, dark or with the most contrast, or as the desktop is. */
  public enum Appearance {
    LIGHT,
    DARK,
    CONTRAST,
    SYSTEM
  }

  /** How much space rows take. */
  public enum Density {
    COMFORTABLE,
    COMPACT
  }

  public Look withAppearance(Appearance other) {
    return new Look(other, textPercent, density, reducedMotion);
  }

  public Look withTextPercent(int other) {
    return new Look(appearance, other, density, reducedMotion);
  }

  public Look withDensity(Density other) {
    return new Look(appearance, textPercent, other, reducedMotion);
  }

  public Look withReducedMotion(boolean other) {
    return new Look(appearance, textPercent, density, other);
  }

  /** The height of a row that is {@code lines} lines high, in px, for a fixed cell size. */
  public double rowHeight(int lines) {
    double padding = density == Density.COMPACT ? 8 : 16;
    return Math.ceil(lines * 21 * textPercent / 100.0 + padding);
  }
}
