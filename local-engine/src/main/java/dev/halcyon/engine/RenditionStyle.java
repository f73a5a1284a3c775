package dev.halcyon.engine;

/**
 * How a picture is made harmless to look at.
 *
 * @param blur strength 0..1: radius as a share of a twentieth of the longer side; 0 leaves it sharp
 * @param grayscale whether colour is dropped
 * @param longestSide pixels of the longer side at most
 */
public record RenditionStyle(double blur, boolean grayscale, int longestSide) {
  /** What every reviewer sees first: strongly blurred, without colour. */
  public static final RenditionStyle DEFAULT = new RenditionStyle(0.5, true, 640);

  /** The sharp picture, only ever made for a reveal that was granted. */
  public static final RenditionStyle SHARP = new RenditionStyle(0, false, 1600);
}
