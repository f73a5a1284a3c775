package dev.halcyon.app.media;

/** How the keyframe strip is ordered. */
public enum FrameOrder {
  /** As the video plays. */
  TIME,
  /** The frames the machine worries about first. */
  RISK
}
