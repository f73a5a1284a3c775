package dev.halcyon.engine.sound;

import dev.halcyon.engine.sound.WhisperModel.Heard;
import dev.halcyon.engine.sound.WhisperModel.Memory;
import dev.halcyon.engine.sound.WhisperModel.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes down what is said in one window of 30 seconds. The greedy text is taken where it is sure
 * of itself; else the best of several followed side by side; where that goes in circles or is still
 * unsure, again with a little chance (temperature), as the original does. The chance is seeded: the
 * same sound gives the same text. Safe for any thread.
 */
final class WindowWriter {
  /** Text that deflates better than this goes in circles. */
  static final double MOST_COMPRESSION = 2.4;

  /** Mean log-probability of a token from which on the greedy text is taken. */
  static final double SURE = -0.4;

  /** Mean log-probability of a token below which a text is not believed at first. */
  static final double LEAST_LOG_PROBABILITY = -1;

  /** Below this it is not believed at all. */
  static final double HOPELESS = -1.5;

  /** From this on, an unsure text means that nobody speaks. */
  static final double NO_SPEECH = 0.6;

  private static final double[] TEMPERATURES = {0.2, 0.4, 0.6, 0.8};
  private static final int MOST_TOKENS = 224;
  private static final int FREE_TOKENS = 24;
  private static final int TOKENS_A_SECOND = 12;
  private static final int BEAMS = 5;

  private final WhisperModel model;
  private final Vocabulary vocabulary;

  WindowWriter(WhisperModel model) {
    this.model = model;
    this.vocabulary = model.vocabulary();
  }

  /**
   * What came of a window.
   *
   * @param tokens text and times; empty when nobody speaks
   * @param logProbability mean over the tokens
   * @param language index in the vocabulary's list
   * @param clear false when there is speech that could not be understood
   */
  record Written(List<Integer> tokens, double logProbability, int language, boolean clear) {
    Written {
      tokens = List.copyOf(tokens);
    }
  }

  /** One try. */
  private record Attempt(
      List<Integer> tokens, double logProbability, double compression, int language) {
    boolean good(double least) {
      return compression <= MOST_COMPRESSION && logProbability >= least;
    }
  }

  /** Chooses the languages a window may be in. */
  @FunctionalInterface
  interface LanguageChoice {
    /**
     * Indexes of languages, the likeliest first.
     *
     * @param probabilities one per language of the vocabulary
     */
    int[] of(double[] probabilities);
  }

  /**
   * Writes a window down.
   *
   * @param features as {@link LogMel} makes them
   * @param seconds of sound in the window
   * @throws InterruptedException when the text is no longer wanted
   */
  Written write(float[] features, double seconds, LanguageChoice choice)
      throws InterruptedException {
    try (Heard heard = model.encode(features);
        Step first = model.begin(heard)) {
      int[] languages = choice.of(languages(first.logits()[0]));
      double noSpeech = Likelihood.probability(first.logits()[0], vocabulary.noSpeech());
      int most = (int) Math.min(MOST_TOKENS, FREE_TOKENS + TOKENS_A_SECOND * seconds);
      Attempt greedy = searched(first, languages, 1, most);
      if (greedy.good(SURE)) {
        return written(greedy);
      } else if (noSpeech > NO_SPEECH && greedy.logProbability < LEAST_LOG_PROBABILITY) {
        return new Written(List.of(), greedy.logProbability, greedy.language, true);
      }
      Attempt wide = searched(first, new int[] {greedy.language}, BEAMS, most);
      Optional<Attempt> best = better(better(Optional.empty(), greedy), wide);
      for (double temperature : TEMPERATURES) {
        if (best.filter(each -> each.good(LEAST_LOG_PROBABILITY)).isPresent()) {
          break;
        }
        best = better(best, drawn(first, greedy.language, temperature, most));
      }
      return best.filter(each -> each.logProbability >= HOPELESS)
          .map(WindowWriter::written)
          .orElse(new Written(List.of(), HOPELESS, greedy.language, noSpeech > NO_SPEECH));
    }
  }

  private static Written written(Attempt attempt) {
    return new Written(attempt.tokens, attempt.logProbability, attempt.language, true);
  }

  private static Optional<Attempt> better(Optional<Attempt> best, Attempt attempt) {
    if (attempt.compression > MOST_COMPRESSION
        || best.isPresent() && best.get().logProbability >= attempt.logProbability) {
      return best;
    }
    return Optional.of(attempt);
  }

  /** The text in the language in which it is likeliest. */
  private Attempt searched(Step first, int[] languages, int width, int most)
      throws InterruptedException {
    Attempt best = null;
    for (int language : languages) {
      BeamSearch.Text text =
          new BeamSearch(model, width).search(first, prompted(first, language), most);
      Attempt attempt =
          new Attempt(text.tokens(), text.mean(), compression(text.tokens()), language);
      best = best == null || attempt.logProbability > best.logProbability ? attempt : best;
    }
    return java.util.Objects.requireNonNull(best, "no language to write in");
  }

  private Step prompted(Step first, int language) {
    try (Memory memory = model.memory(first, 1);
        Step marked = next(memory, first, vocabulary.languageTokens()[language])) {
      return next(memory, marked, vocabulary.transcribe());
    }
  }

  private Step next(Memory memory, Step last, int token) {
    return model.next(memory, last, new int[] {token}, new int[] {0});
  }

  private Attempt drawn(Step first, int language, double temperature, int most)
      throws InterruptedException {
    Random chance = new Random(Double.doubleToLongBits(temperature));
    List<Integer> tokens = new ArrayList<>();
    double sum = 0;
    Step last = prompted(first, language);
    try (Memory memory = model.memory(first, 1)) {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the deadline passed while speech was written down");
        }
        float[] logits = last.logits()[0];
        TokenRules.apply(logits, tokens, vocabulary);
        int token = Likelihood.drawn(logits, temperature, chance.nextDouble());
        sum += logits[token] - Likelihood.logSum(logits);
        if (token == vocabulary.end() || tokens.size() >= most) {
          return new Attempt(tokens, sum / (tokens.size() + 1), compression(tokens), language);
        }
        tokens.add(token);
        Step next = next(memory, last, token);
        last.close();
        last = next;
      }
    } finally {
      last.close();
    }
  }

  private double compression(List<Integer> tokens) {
    byte[] text = vocabulary.text(tokens).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("writing to memory failed", e);
    } finally {
      deflater.end();
    }
    return (double) text.length / packed.size();
  }

  private double[] languages(float[] logits) {
    int[] tokens = vocabulary.languageTokens();
    float[] some = new float[tokens.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = logits[tokens[i]];
    }
    double logSum = Likelihood.logSum(some);
    double[] shares = new double[some.length];
    for (int i = 0; i < some.length; i++) {
      shares[i] = Math.exp(some[i] - logSum);
    }
    return shares;
  }
}
