package dev.halcyon.engine.sound;

import dev.halcyon.engine.video.SoundSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps of a stream of sound the stretches in which somebody speaks, with a margin around each, and
 * remembers where they were. Memory grows with speech, up to {@link #MOST_SECONDS}, and not with
 * the length of the stream. Confined to one thread.
 *
 * <p>Speech begins at a probability of 0.5 and ends after two seconds below 0.35; what lasts less
 * than a quarter of a second in all is none (the thresholds of Silero's own tools), nor what never
 * sounds clearly like speech.
 */
public final class SpeechCollector implements SoundSink {
  /** Speech kept at most: half an hour, 58 MB. */
  static final int MOST_SECONDS = 1800;

  private static final double BEGINS = 0.5;
  private static final double ENDS = 0.35;

  /** Music is taken for uncertain speech at most: this must be reached for a tenth of a second. */
  private static final double CONVINCING = 0.75;

  private static final int LEAST_CONVINCING = 3; // chunks
  private static final int CHUNK = VoiceActivity.CHUNK;
  private static final int MARGIN = 16; // chunks, 0.5 s
  private static final int PAUSE = 62; // chunks, 2 s
  private static final int LEAST = 8; // chunks, 0.25 s

  private final VoiceActivity voice;
  private final List<Stretch> stretches = new ArrayList<>();
  private short[] kept = new short[0];
  private int used;
  private final short[] chunk = new short[CHUNK];
  private int filled;
  private long chunks;

  /** The last chunks while nobody spoke, for the margin before speech. */
  private final short[][] before = new short[MARGIN][];

  private int waiting;
  private boolean speaking;
  private int voiced;
  private int convincing;
  private int quiet;
  private int began;
  private long beganAt;
  private boolean full;

  SpeechCollector(VoiceActivity voice) {
    this.voice = voice;
  }

  /**
   * Where a stretch of what was kept lies in the stream, in samples.
   *
   * @param kept first sample in {@link Speech#samples()}
   * @param at first sample in the stream
   */
  record Stretch(int kept, long at, int length) {}

  /**
   * The speech of a stream.
   *
   * @param samples the stretches one behind the other
   * @param cut whether there was more of it than is kept
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Speech(short[] samples, List<Stretch> stretches, boolean cut) {
    /**
     * Where in the stream something begins that was kept from one sample to another. What begins in
     * the margin behind one stretch and goes on in the next belongs to the next.
     */
    double begins(int from, int to) {
      for (Stretch stretch : stretches) {
        if (stretch.kept > from && stretch.kept - from <= MARGIN * CHUNK && stretch.kept < to) {
          return seconds(stretch.at);
        }
      }
      return seconds(from);
    }

    /** Where it ends; what ends in the margin before a stretch ended in the one before. */
    double ends(int from, int to) {
      int last = to - 1;
      for (Stretch stretch : stretches) {
        if (stretch.kept > from && stretch.kept <= last && last - stretch.kept < MARGIN * CHUNK) {
          last = stretch.kept - 1;
          break;
        }
      }
      return Math.max(begins(from, to), seconds(last));
    }

    private double seconds(int sample) {
      long at = sample;
      for (Stretch stretch : stretches) {
        if (sample >= stretch.kept) {
          at = stretch.at + Math.min(sample - stretch.kept, stretch.length);
        }
      }
      return seconds(at);
    }

    private static double seconds(long at) {
      return Math.max(0, (double) at / RATE);
    }

    /** How much speech there is. */
    public double seconds() {
      return (double) samples.length / RATE;
    }
  }

  @Override
  public void block(short[] samples) {
    int from = 0;
    while (from < samples.length) {
      int n = Math.min(samples.length - from, CHUNK - filled);
      System.arraycopy(samples, from, chunk, filled, n);
      filled += n;
      from += n;
      if (filled == CHUNK) {
        hear();
        filled = 0;
      }
    }
  }

  private void hear() {
    if (full) {
      return;
    }
    double probability = voice.probability(chunk, 0);
    if (speaking) {
      append(chunk);
      voiced += probability >= ENDS ? 1 : 0;
      convincing += probability >= CONVINCING ? 1 : 0;
      quiet = probability >= ENDS ? 0 : quiet + 1;
      if (quiet >= PAUSE) {
        end();
      }
    } else if (probability >= BEGINS) {
      begin();
      convincing = probability >= CONVINCING ? 1 : 0;
    } else {
      before[waiting++ % MARGIN] = chunk.clone();
    }
    chunks++;
  }

  private void begin() {
    speaking = true;
    voiced = 1;
    quiet = 0;
    began = used;
    int margin = Math.min(waiting, MARGIN);
    beganAt = (chunks - MARGIN) * CHUNK;
    // Whisper mishears what begins or ends abruptly: where there is no margin, silence stands in.
    appendSilence(MARGIN - margin);
    for (int i = waiting - margin; i < waiting; i++) {
      append(before[i % MARGIN]);
    }
    append(chunk);
    waiting = 0;
  }

  private void append(short[] more) {
    if (used + more.length > MOST_SECONDS * RATE) {
      full = true;
      return;
    }
    if (used + more.length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(RATE * 30, kept.length * 2));
    }
    System.arraycopy(more, 0, kept, used, more.length);
    used += more.length;
  }

  private void appendSilence(int count) {
    for (int i = 0; i < count; i++) {
      append(new short[CHUNK]);
    }
  }

  /** Keeps the margin of the pause and forgets the rest of it, or all of what was too short. */
  private void end() {
    speaking = false;
    int surplus = Math.max(0, quiet - MARGIN) * CHUNK;
    if (voiced < LEAST || convincing < LEAST_CONVINCING) {
      used = began;
    } else {
      used = Math.max(began, used - surplus);
      appendSilence(MARGIN - quiet);
      stretches.add(new Stretch(began, beganAt, used - began));
    }
  }

  /** Ends the stream. */
  public Speech finish() {
    if (filled > 0) {
      Arrays.fill(chunk, filled, CHUNK, (short) 0);
      hear();
      filled = 0;
    }
    if (speaking) {
      end();
    }
    return new Speech(Arrays.copyOf(kept, used), List.copyOf(stretches), full);
  }
}
