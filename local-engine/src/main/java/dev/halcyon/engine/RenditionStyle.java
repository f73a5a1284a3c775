package dev.halcyon.engine;

import dev.halcyon.protocol.Filter;

/**
 * How a picture is made harmless to look at.
 *
 * @param effect what takes the detail away
 * @param strength 0..1, how much of it; 0 leaves the picture sharp whatever the effect
 * @param grayscale whether colour is dropped
 * @param longestSide pixels of the longer side at most
 */
public record RenditionStyle(Effect effect, double strength, boolean grayscale, int longestSide) {
  /** What every reviewer sees first: strongly blurred, without colour. */
  public static final RenditionStyle DEFAULT = new RenditionStyle(0.5, true, 640);

  /** The sharp picture, only ever made for a reveal that was granted. */
  public static final RenditionStyle SHARP = new RenditionStyle(0, false, 1600);

  /** What takes the detail away. */
  public enum Effect {
    /** A Gaussian of a radius of {@code strength} twentieths of the longer side. */
    BLUR,
    /** Tiles of one colour, each {@code strength} tenths of the longer side wide. */
    MOSAIC,
    /**
     * Patches of few tones as in a drawing: texture, wounds and small print go, what is going on
     * can be told. Windows of {@code 3 · strength} hundredths of the longer side.
     */
    CARTOON,
    /** Sharp but for the faces, which need a model pack that finds them. */
    FACES_MASKED
  }

  /** A mild, a medium and a strong one, for choosers. */
  public static final java.util.List<Double> STRENGTHS = java.util.List.of(0.25, 0.5, 1.0);

  public RenditionStyle {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("a strength of 0 to 1, got " + strength);
    }
    if (longestSide < 1 || longestSide > 4096) {
      throw new IllegalArgumentException("a side of 1 to 4096 pixels, got " + longestSide);
    }
  }

  /** A blurred picture; with a strength of 0 a sharp one. */
  public RenditionStyle(double blur, boolean grayscale, int longestSide) {
    this(Effect.BLUR, blur, grayscale, longestSide);
  }

  /** Strength of the blur; 0 where another effect takes the detail away. */
  public double blur() {
    return effect == Effect.BLUR ? strength : 0;
  }

  /** The size at which the desk shows renditions, in colour. */
  public static RenditionStyle of(Effect effect, double strength) {
    return new RenditionStyle(effect, strength, false, DEFAULT.longestSide);
  }

  /** What a reviewer chose, at the size at which the desk shows renditions. */
  public static RenditionStyle of(Filter filter) {
    Effect effect =
        switch (filter.effect()) {
          case BLUR, UNKNOWN -> Effect.BLUR;
          case MOSAIC -> Effect.MOSAIC;
          case CARTOON -> Effect.CARTOON;
        };
    return new RenditionStyle(
        effect, filter.strength().share(), filter.grayscale(), DEFAULT.longestSide);
  }

  /** The same without colour. */
  public RenditionStyle gray() {
    return new RenditionStyle(effect, strength, true, longestSide);
  }
}
