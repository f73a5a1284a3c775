package dev.halcyon.app.reasoning;

import java.util.List;

/**
 * What a rescan found, in words. Immutable.
 *
 * @param summary one sentence
 * @param conditions what it ran under: policy, time, sandbox
 * @param rows server and local figures side by side, the widest difference first
 * @param failures stages that could not judge here, each a sentence and its code
 */
public record RescanReport(
    String summary, String conditions, List<Row> rows, List<StageNote> failures) {
  public RescanReport {
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /** How many rows differ. */
  public long differences() {
    return rows.stream().filter(Row::differs).count();
  }

  /**
   * One line of the comparison.
   *
   * @param server the server's figure, or what its stage did instead
   * @param local this machine's figure, or what its stage did instead
   * @param reason why they differ, or the empty string
   */
  public record Row(
      String stage, String category, String server, String local, String reason, boolean differs) {
    /** The whole line for a screen reader. */
    public String spoken() {
      return category + ", " + stage + ": " + server + ", " + local + ". " + reason;
    }
  }
}
