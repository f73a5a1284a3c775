package dev.halcyon.engine.bench;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RenditionStyle.Effect;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.engine.testing.Painting;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Measures what a filter costs the worker: a decoded 1080p frame to a picture for a 960-pixel view,
 * scaling included, in processor time of the one thread that does it.
 */
public final class FiltersBench {
  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;
  private static final int VIEW = 960;
  private static final int WARM = 60;
  private static final int ROUNDS = 120;

  private FiltersBench() {}

  /** Runs the measurements. */
  public static void main(String[] args) {
    System.out.printf(
        "machine: %d processors, Java %s; one thread, its processor time, median of %d frames%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"), ROUNDS);
    AVFrame frame = frame();
    try (FrameForms forms = new FrameForms()) {
      measure(forms, frame, "filters.scale", new RenditionStyle(0, false, VIEW));
      for (Effect effect : new Effect[] {Effect.BLUR, Effect.MOSAIC, Effect.CARTOON}) {
        String name = "filters." + effect.name().toLowerCase(Locale.ROOT);
        for (double strength : RenditionStyle.STRENGTHS) {
          RenditionStyle style = new RenditionStyle(effect, strength, false, VIEW);
          String detail = strength == 0.5 ? "" : String.format(Locale.ROOT, ".%.2f", strength);
          measure(forms, frame, name + detail, style);
        }
        measure(forms, frame, name + ".gray", new RenditionStyle(effect, 0.5, true, VIEW));
      }
    } finally {
      av_frame_free(frame);
    }
  }

  private static void measure(FrameForms forms, AVFrame frame, String name, RenditionStyle style) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[ROUNDS];
    for (int i = -WARM; i < ROUNDS; i++) {
      long begun = threads.getCurrentThreadCpuTime();
      forms.styled(frame, Orientation.NORMAL, 1, style);
      if (i >= 0) {
        millis[i] = (threads.getCurrentThreadCpuTime() - begun) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT, "figure %s %.1f ms (least %.1f)%n", name, millis[ROUNDS / 2], millis[0]);
  }

  /** Shapes with the noise of a camera, as 4:2:0. */
  private static AVFrame frame() {
    AVFrame frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P);
    frame.width(WIDTH);
    frame.height(HEIGHT);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new IllegalStateException("no memory for a frame");
    }
    BufferedImage scene = Painting.scene(3, WIDTH, HEIGHT);
    Random random = new Random(5);
    byte[] luma = new byte[WIDTH];
    byte[] chroma = new byte[WIDTH / 2];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int green = scene.getRGB(x, y) >> 8 & 0xff;
        luma[x] = (byte) Math.clamp(green * 220 / 256 + 16 + random.nextInt(13) - 6, 16, 235);
      }
      frame.data(0).position((long) y * frame.linesize(0)).put(luma);
    }
    for (int y = 0; y < HEIGHT / 2; y++) {
      for (int plane = 1; plane <= 2; plane++) {
        for (int x = 0; x < WIDTH / 2; x++) {
          int shift = plane == 1 ? 0 : 16;
          chroma[x] = (byte) (96 + (scene.getRGB(2 * x, 2 * y) >> shift & 0xff) / 4);
        }
        frame.data(plane).position((long) y * frame.linesize(plane)).put(chroma);
      }
    }
    return frame;
  }
}
