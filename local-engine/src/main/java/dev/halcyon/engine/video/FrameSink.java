package dev.halcyon.engine.video;

import dev.halcyon.engine.image.Pixels;
import java.io.IOException;

/** Takes the keyframes of one media part as they are found. Called by one thread. */
public interface FrameSink {
  /**
   * A keyframe in all its forms.
   *
   * @param rgb224 224×224 RGB
   * @param rgb300 300×300 RGB
   */
  void frame(int id, Pixels rgb224, Pixels rgb300, Pixels rendition) throws IOException;

  /** Gives up a frame sent before. */
  void drop(int id) throws IOException;
}
