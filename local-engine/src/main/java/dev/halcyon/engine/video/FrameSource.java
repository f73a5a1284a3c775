package dev.halcyon.engine.video;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decoded frames in the order of display, with their times. Confined to one thread. */
interface FrameSource extends AutoCloseable {
  /** The next frame, valid until the next call, or null at the end. */
  @Nullable AVFrame next() throws IOException;

  /** Presentation time of the last frame from the start, seconds. */
  double atSeconds();

  /** When the last frame stops being shown, seconds. */
  double endSeconds();

  /** How many packets or frames were broken. */
  int damaged();

  @Override
  void close();
}
