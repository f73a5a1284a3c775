package dev.halcyon.engine;

import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Verdict;
import java.util.List;

/**
 * What was said in a stretch of a film that is followed while it comes. Its words are content: they
 * are shown to people and never logged.
 *
 * @param from seconds from where the film was joined
 * @param to likewise; up to here all was listened to
 * @param said in this stretch alone
 * @param scores of the text tiers, over this stretch together with the one before it
 * @param evidence with the seconds at which it was said, of both stretches
 * @param floor what the rules and what was not understood ask for at least
 * @param note what could not be understood or judged, or the empty string
 */
public record LiveSpeech(
    double from,
    double to,
    Transcript said,
    List<CategoryScore> scores,
    List<Evidence> evidence,
    Verdict floor,
    String note) {
  public LiveSpeech {
    scores = List.copyOf(scores);
    evidence = List.copyOf(evidence);
  }
}
