package dev.halcyon.engine.sound;

import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names what is to be heard besides speech (shots, screams, explosions), by a model of YAMNet's
 * kind out of a model pack; Halcyon ships none. Safe for any thread.
 *
 * <p>Input: {@code waveform} [N,15600], 0.975 s at 16 kHz in ±1. Output: {@code scores} [N,521],
 * one per line of the class map, 0..1, several at once.
 */
public final class AudioEvents implements AutoCloseable {
  /** Below this a class is not heard. */
  private static final double LEAST = 0.3;

  private static final int WINDOW = 15_600;

  private final OnnxModel model;
  private final List<String> classes;

  /**
   * Listens by a loaded model.
   *
   * @param model this object's to close from now on
   * @param classes one for each column of its scores
   */
  public AudioEvents(OnnxModel model, List<String> classes) {
    this.model = model;
    this.classes = List.copyOf(classes);
  }

  /**
   * Something that was heard.
   *
   * @param label in the class map's words
   * @param from seconds from the start
   * @param to likewise
   * @param score the highest over the stretch, 0..1; not calibrated
   */
  public record Event(String label, double from, double to, double score) {}

  /** Listens to one media part. */
  public Listener listener(Set<String> wanted) {
    return new Listener(wanted);
  }

  /** What assessments say of it. */
  public ModelRef ref() {
    return model.ref();
  }

  /** Its row in the registry. */
  public ModelDescription description() {
    return model.description();
  }

  private float[] scores(float[] window) {
    return model.run(window, new long[] {1, WINDOW}, List.of("scores")).getFirst();
  }

  @Override
  public void close() {
    model.close();
  }

  /** Collects the events of one stream. Confined to one thread. */
  public final class Listener implements SoundSink {
    private final Set<String> wanted;
    private final float[] window = new float[WINDOW];
    private final List<Event> events = new ArrayList<>();
    private int filled;
    private long windows;

    private Listener(Set<String> wanted) {
      this.wanted = Set.copyOf(wanted);
    }

    @Override
    public void block(short[] samples) {
      for (short sample : samples) {
        window[filled++] = sample / 32768f;
        if (filled == WINDOW) {
          hear();
        }
      }
    }

    private void hear() {
      java.util.Arrays.fill(window, filled, WINDOW, 0);
      float[] scores = scores(window);
      double from = (double) windows * WINDOW / RATE;
      double to = from + (double) filled / RATE;
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] >= LEAST && wanted.contains(classes.get(i))) {
          add(new Event(classes.get(i), from, to, scores[i]));
        }
      }
      windows++;
      filled = 0;
    }

    /** Goes on with the event of the window before, or begins one. */
    private void add(Event event) {
      for (int i = events.size() - 1; i >= 0; i--) {
        Event before = events.get(i);
        if (before.label.equals(event.label) && event.from - before.to < 0.01) {
          double score = Math.max(before.score, event.score);
          events.set(i, new Event(event.label, before.from, event.to, score));
          return;
        }
      }
      events.add(event);
    }

    /** Ends the stream. */
    public List<Event> finish() {
      if (filled > 0) {
        hear();
      }
      return List.copyOf(events);
    }
  }
}
