package dev.halcyon.engine.text.train;

import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.LinearScorer;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.deep.DeepHead;
import dev.halcyon.engine.text.deep.DeepScorer;
import dev.halcyon.engine.text.deep.Passages;
import dev.halcyon.engine.text.deep.Tokens;
import dev.halcyon.engine.text.deep.WordPieces;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A held-out text as both halves of the deep tier read it, the way the engine does: the linear
 * half's decision values, and the passages that go to the encoder. Immutable.
 */
record Reading(Row row, Passages passages, double[] linear) {

  static List<Reading> all(
      Collection<Row> rows, LinearHead linear, Normaliser normaliser, WordPieces vocabulary) {
    return rows.parallelStream().map(row -> of(row, linear, normaliser, vocabulary)).toList();
  }

  private static Reading of(
      Row row, LinearHead linear, Normaliser normaliser, WordPieces vocabulary) {
    try {
      NormalisedText text = normaliser.normalise(row.text());
      LinearScorer scorer = LinearScorer.score(linear, text);
      int n = linear.categories().size();
      double[] decisions = new double[n];
      for (int c = 0; c < n; c++) {
        decisions[c] = scorer.decision(c);
      }
      return new Reading(
          row, Passages.of(text, DeepScorer.regions(scorer, n), vocabulary), decisions);
    } catch (InterruptedException e) {
      throw new IllegalStateException("training was stopped", e);
    }
  }

  static Set<Tokens> tokens(Collection<Reading> readings) {
    return readings.stream()
        .flatMap(reading -> reading.passages().tokens().stream())
        .collect(Collectors.toSet());
  }

  /** The decision value of the encoder's half with these weights. */
  double vector(float[] weights, EmbeddingStore store) {
    return passages.decision(tokens -> DeepHead.decision(weights, 0, store.point(tokens)));
  }
}
