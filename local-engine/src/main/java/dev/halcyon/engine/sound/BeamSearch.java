package dev.halcyon.engine.sound;

import dev.halcyon.engine.sound.WhisperModel.Memory;
import dev.halcyon.engine.sound.WhisperModel.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the likeliest text by following the best few side by side (beam search, as in {@code
 * whisper/decoding.py}: the likeliest mean over the tokens wins). One with a single beam is the
 * greedy choice. Safe for any thread.
 */
final class BeamSearch {
  private final WhisperModel model;
  private final Vocabulary vocabulary;
  private final int width;

  BeamSearch(WhisperModel model, int width) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.width = width;
  }

  /**
   * A text.
   *
   * @param logProbability sum over the tokens
   */
  record Text(List<Integer> tokens, double logProbability) {
    private Text with(int token, double more) {
      List<Integer> longer = new ArrayList<>(tokens);
      longer.add(token);
      return new Text(longer, logProbability + more);
    }

    private Text ended(double more) {
      return new Text(tokens, logProbability + more);
    }

    /** Mean over the tokens and the end. */
    double mean() {
      return logProbability / (tokens.size() + 1);
    }
  }

  /** A way to go on. */
  private record Candidate(int parent, int token, double more, double sum) {}

  /**
   * The likeliest text.
   *
   * @param first the beginning of the window's texts
   * @param prompted the step behind the marks; closed here
   * @param most tokens
   * @throws InterruptedException when the text is no longer wanted
   */
  Text search(Step first, Step prompted, int most) throws InterruptedException {
    List<Text> texts = List.of(new Text(List.of(), 0));
    List<Text> ended = new ArrayList<>();
    Step step = prompted;
    try (Memory memory = model.memory(first, width)) {
      for (int length = 0; length < most && ended.size() < width; length++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the deadline passed while speech was written down");
        }
        List<Candidate> chosen = chosen(candidates(texts, step), texts, ended);
        if (chosen.isEmpty()) {
          break;
        }
        texts = extended(texts, chosen);
        Step next = advanced(memory, step, chosen);
        step.close();
        step = next;
      }
    } finally {
      step.close();
    }
    List<Text> all = new ArrayList<>(ended);
    if (ended.isEmpty()) {
      all.addAll(texts);
    }
    return all.stream().max(Comparator.comparingDouble(Text::mean)).orElseThrow();
  }

  /** Rows beyond the chosen ones repeat the last, for the memory is spread to a fixed width. */
  private Step advanced(Memory memory, Step step, List<Candidate> chosen) {
    int[] tokens = new int[width];
    int[] parents = new int[width];
    for (int i = 0; i < width; i++) {
      Candidate candidate = chosen.get(Math.min(i, chosen.size() - 1));
      tokens[i] = candidate.token;
      parents[i] = candidate.parent;
    }
    return model.next(memory, step, tokens, parents);
  }

  private List<Candidate> candidates(List<Text> texts, Step step) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      float[] logits = step.logits()[i];
      TokenRules.apply(logits, texts.get(i).tokens, vocabulary);
      double logSum = Likelihood.logSum(logits);
      for (int token : Likelihood.best(logits, width + 1)) {
        double more = logits[token] - logSum;
        candidates.add(new Candidate(i, token, more, texts.get(i).logProbability + more));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::sum).reversed());
    return candidates;
  }

  /** The best that go on, as many as the beam is wide; what ends before them has ended. */
  private List<Candidate> chosen(List<Candidate> candidates, List<Text> texts, List<Text> ended) {
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (chosen.size() == width) {
        break;
      } else if (candidate.token == vocabulary.end()) {
        ended.add(texts.get(candidate.parent).ended(candidate.more));
        if (width == 1) {
          return List.of();
        }
      } else {
        chosen.add(candidate);
      }
    }
    return chosen;
  }

  private static List<Text> extended(List<Text> texts, List<Candidate> chosen) {
    return chosen.stream().map(each -> texts.get(each.parent).with(each.token, each.more)).toList();
  }
}
