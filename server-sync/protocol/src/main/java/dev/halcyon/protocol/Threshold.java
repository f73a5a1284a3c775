package dev.halcyon.protocol;

/**
 * Where a score turns into a verdict: at or above {@code block} it blocks, at or above {@code
 * review} a person looks.
 */
public record Threshold(double review, double block) {
  /** The verdict this threshold gives a score in 0..1. */
  public Verdict verdict(double score) {
    return score >= block ? Verdict.BLOCK : score >= review ? Verdict.REVIEW : Verdict.ALLOW;
  }
}
