package dev.halcyon.engine;

/** Takes what is found in a film that is followed, as it is found. Called by one thread. */
@FunctionalInterface
public interface LiveListener {
  /** The next keyframe. */
  void keyframe(LiveKeyframe keyframe);

  /** What was said in the next stretch in which somebody spoke. */
  default void speech(LiveSpeech speech) {}
}
