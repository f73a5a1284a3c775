package dev.halcyon.engine;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Verdict;
import java.util.List;

/**
 * What the cascade said.
 *
 * @param verdict the fused verdict; REVIEW when the deadline passed or a required stage failed
 * @param complete false when the deadline passed before every stage had spoken
 * @param language the language the text stages used, ISO 639-1, or {@code und}
 * @param scores the fused score of each category, highest first
 * @param assessments one per stage that ran, in cascade order, the fusion last
 * @param media what the worker made of each media part, in the request's order
 * @param rationale the argument, composed from the assessments
 */
public record ScanResult(
    Verdict verdict,
    boolean complete,
    String language,
    List<CategoryScore> scores,
    List<Assessment> assessments,
    List<MediaAnalysis> media,
    Rationale rationale) {
  public ScanResult {
    scores = List.copyOf(scores);
    assessments = List.copyOf(assessments);
    media = List.copyOf(media);
  }
}
