package dev.halcyon.engine.video;

/** How many frames of a video are decoded. */
public enum Care {
  /** Every one: the only way for material of which nobody knows who encoded it, and how. */
  EVERY_FRAME,
  /**
   * Those that others are predicted from, unfiltered: about twice as fast, and blind to whatever an
   * encoder puts into the others. For trusted and live material alone.
   */
  SKIPPING
}
