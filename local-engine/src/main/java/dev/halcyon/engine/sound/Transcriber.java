package dev.halcyon.engine.sound;

import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.sound.SpeechCollector.Speech;
import dev.halcyon.engine.sound.WindowWriter.Written;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Turns speech of any length into text with times: windows of 30 seconds, each beginning where the
 * last complete sentence of the one before ended. Safe for any thread; {@link #transcribe} takes
 * about a tenth of the length of the speech.
 */
public final class Transcriber {
  private static final int TICK = (int) (Vocabulary.TICK * LogMel.RATE);

  /** A language that is this certain in a window is taken there without a doubt. */
  private static final double CERTAIN = 0.7;

  /** So many languages are tried where it is not. */
  private static final int GUESSES = 3;

  /** What is shorter than this is no word, samples. */
  private static final int LEAST = LogMel.RATE / 4;

  /** A window that ends earlier than this would be heard again and again, samples. */
  private static final int LEAST_STEP = LogMel.RATE;

  private final WindowWriter writer;
  private final Vocabulary vocabulary;

  Transcriber(WhisperModel model) {
    this.writer = new WindowWriter(model);
    this.vocabulary = model.vocabulary();
  }

  /**
   * A transcript and how far it goes.
   *
   * @param seconds of speech that were written down, of {@link Speech#seconds()}
   */
  public record Result(Transcript transcript, double seconds) {}

  /**
   * Writes speech down.
   *
   * @param outOfTime asked before each window; once true, what was written so far is the result
   * @throws InterruptedException when the text is no longer wanted
   */
  public Result transcribe(Speech speech, BooleanSupplier outOfTime) throws InterruptedException {
    Work work = new Work(speech);
    while (work.left() >= LEAST && !outOfTime.getAsBoolean()) {
      work.window();
    }
    int done = work.left() < LEAST ? speech.samples().length : work.at;
    return new Result(work.transcript(), (double) done / LogMel.RATE);
  }

  /** One transcription. */
  private final class Work {
    private final Speech speech;
    private final List<Transcript.Segment> segments = new ArrayList<>();
    private final double[] languages = new double[vocabulary.languageTokens().length];
    private final double[] spoken = new double[languages.length];
    private int at;
    private double unclear;

    Work(Speech speech) {
      this.speech = speech;
    }

    int left() {
      return speech.samples().length - at;
    }

    void window() throws InterruptedException {
      int length = Math.min(left(), LogMel.SAMPLES);
      float[] features = LogMel.of(speech.samples(), at);
      Written written = writer.write(features, (double) length / LogMel.RATE, this::language);
      if (!written.clear()) {
        unclear += (double) length / LogMel.RATE;
      }
      if (written.tokens().isEmpty()) {
        at += length;
        return;
      }
      spoken[written.language()] += length;
      at += cut(written, length);
    }

    /**
     * The window's own language where that is certain; else the best guesses for it and the
     * language spoken so far: the text decides.
     */
    private int[] language(double[] probabilities) {
      for (int i = 0; i < languages.length; i++) {
        languages[i] += probabilities[i];
      }
      int here = highest(probabilities);
      if (probabilities[here] >= CERTAIN) {
        return new int[] {here};
      }
      Set<Integer> candidates = new LinkedHashSet<>(Arrays.asList(here, highest(languages)));
      double[] others = probabilities.clone();
      while (candidates.size() < GUESSES) {
        candidates.add(highest(others));
        others[highest(others)] = 0;
      }
      return candidates.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Makes segments of the tokens.
     *
     * @return samples that are done; the rest belongs to the next window
     */
    private int cut(Written written, int length) {
      List<Integer> tokens = written.tokens();
      int n = tokens.size();
      boolean closed =
          n >= 2 && vocabulary.isTime(tokens.get(n - 1)) && !vocabulary.isTime(tokens.get(n - 2));
      int begun = 0;
      int done = 0;
      for (int i = 1; i < n; i++) {
        if (vocabulary.isTime(tokens.get(i)) && vocabulary.isTime(tokens.get(i - 1))) {
          done = add(tokens.subList(begun, i), written, length);
          begun = i;
        }
      }
      if (!closed && done >= LEAST_STEP) {
        // What follows the last complete sentence is cut off: it is heard whole in the next window.
        return done;
      }
      add(tokens.subList(begun, n), written, length);
      return length;
    }

    /** Adds one segment and answers its end in samples of the window. */
    private int add(List<Integer> tokens, Written written, int length) {
      int from = 0;
      int to = length;
      int firstToken = tokens.getFirst();
      int lastToken = tokens.getLast();
      if (vocabulary.isTime(firstToken)) {
        from = Math.min(length, (firstToken - vocabulary.firstTime()) * TICK);
      }
      if (tokens.size() > 1 && vocabulary.isTime(lastToken)) {
        to = Math.clamp((lastToken - vocabulary.firstTime()) * (long) TICK, from, length);
      }
      String text = vocabulary.text(tokens).strip();
      if (!text.isEmpty()) {
        double begins = speech.begins(at + from, at + to);
        double ends = speech.ends(at + from, at + to);
        double confidence = Math.clamp(Math.exp(written.logProbability()), 0, 1);
        segments.add(new Transcript.Segment(begins, ends, text, confidence));
      }
      return to;
    }

    Transcript transcript() {
      String language = segments.isEmpty() ? "und" : vocabulary.languages()[highest(spoken)];
      return new Transcript(language, segments, unclear);
    }

    private static int highest(double[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }
  }
}
