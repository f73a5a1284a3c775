package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.halcyon.engine.image.DecoderMemory;
import dev.halcyon.engine.image.FrameScaler;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.KeyframeSelector.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts decoded frames through the selector and hands on those it chooses, with their pixels. Holds
 * three frames at most, however long the film is. Confined to one thread.
 */
final class Choosing implements AutoCloseable {
  /** Takes a chosen frame; it is freed afterwards. */
  @FunctionalInterface
  interface Chosen {
    void take(AVFrame frame, Thumb thumb, Reason reason) throws IOException;
  }

  /** A frame that waits for its decision. */
  private record Waiting(AVFrame frame, Thumb thumb) {}

  /** What is kept of a frame above 4K while it waits, pixels. */
  private static final double KEPT_OF_HUGE = 4e6;

  private final Chosen chosen;
  private final FrameScaler reducer = new FrameScaler();
  private final FrameScaler scaler = new FrameScaler();
  private final KeyframeSelector selector = new KeyframeSelector();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  Choosing(Chosen chosen) {
    this.chosen = chosen;
  }

  /** Takes the next frame in order of display. */
  void see(AVFrame frame, double atSeconds) throws IOException {
    // A frame that waits keeps the decoder from using its memory again.
    boolean huge = (long) frame.width() * frame.height() > DecoderMemory.HUGE_FRAME;
    AVFrame kept = huge ? reducer.reduced(frame, KEPT_OF_HUGE) : av_frame_clone(frame);
    Pixels small = scaler.rgb(kept, Thumb.WIDTH, Thumb.HEIGHT, FrameScaler.Filter.COARSE);
    Thumb thumb = new Thumb(atSeconds, small);
    selector.see(thumb);
    waiting.addLast(new Waiting(kept, thumb));
    if (selector.waiting() > KeyframeSelector.LOOK_AHEAD) {
      decide();
    }
  }

  /** Decides what still waits: no frame follows. */
  void end() throws IOException {
    while (selector.waiting() > 0) {
      decide();
    }
  }

  private void decide() throws IOException {
    Waiting next = waiting.removeFirst();
    try {
      @Nullable Reason reason = selector.decide();
      if (reason != null) {
        chosen.take(next.frame, next.thumb, reason);
      }
    } finally {
      av_frame_free(next.frame);
    }
  }

  @Override
  public void close() {
    waiting.forEach(each -> av_frame_free(each.frame));
    waiting.clear();
    scaler.close();
    reducer.close();
  }
}
