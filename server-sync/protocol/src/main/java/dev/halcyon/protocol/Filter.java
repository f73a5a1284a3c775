package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How a rendition is made harmless to look at, as a reviewer chooses it. There is no filter that
 * leaves a picture sharp: an original takes a reveal grant. Immutable.
 *
 * @param effect what takes the detail away
 * @param strength how much of it
 * @param grayscale whether colour goes too
 */
public record Filter(Effect effect, Strength strength, boolean grayscale) {
  /** What everybody sees first, and what the server has at hand for every frame. */
  public static final Filter USUAL = new Filter(Effect.BLUR, Strength.MEDIUM, true);

  /** What takes the detail away. */
  public enum Effect {
    BLUR,
    MOSAIC,
    /** Reduced detail: areas and edges, as in a drawing. */
    CARTOON,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /** How much detail goes. */
  public enum Strength {
    MILD(0.25),
    MEDIUM(0.5),
    STRONG(1),
    @JsonEnumDefaultValue
    UNKNOWN(1);

    private final double share;

    Strength(double share) {
      this.share = share;
    }

    /** Of the most that an effect can do, above 0 and at most 1. */
    public double share() {
      return share;
    }
  }

  public Filter {
    // What a newer program named and this one does not know is answered with the usual one.
    effect = effect == null || effect == Effect.UNKNOWN ? Effect.BLUR : effect;
    strength = strength == null || strength == Strength.UNKNOWN ? Strength.MEDIUM : strength;
  }

  /** Whether it is the one that needs no making. */
  @JsonIgnore
  public boolean isUsual() {
    return equals(USUAL);
  }

  public Filter withEffect(Effect other) {
    return new Filter(other, strength, grayscale);
  }

  public Filter withStrength(Strength other) {
    return new Filter(effect, other, grayscale);
  }

  public Filter withGrayscale(boolean other) {
    return new Filter(effect, strength, other);
  }
}
