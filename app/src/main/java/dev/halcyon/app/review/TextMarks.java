package dev.halcyon.app.review;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of an argument touch the item's text. Offsets are UTF-16 code units in the
 * original text, end exclusive. Immutable and safe for any thread.
 */
public final class TextMarks {
  private static final Comparator<Mark> BY_PLACE =
      Comparator.comparingInt(Mark::start).thenComparingInt(Mark::step);

  /** Words that a step of the argument rests on; {@code step} is the number both ends show. */
  public record Mark(int step, Category category, int start, int end, String label) {}

  /**
   * A stretch of text under the same marks.
   *
   * @param marks every mark over it, the one that starts first on top
   * @param endingSteps numbers to print after it, because their mark ends here
   */
  public record Segment(int start, int end, List<Mark> marks, List<Integer> endingSteps) {
    public Segment {
      marks = List.copyOf(marks);
      endingSteps = List.copyOf(endingSteps);
    }
  }

  private final List<Mark> marks;

  private TextMarks(List<Mark> marks) {
    this.marks = List.copyOf(marks);
  }

  /** The marks of an argument; spans outside the text are cut to it, empty ones left out. */
  public static TextMarks of(@Nullable Rationale rationale, String text) {
    List<Mark> marks = new ArrayList<>();
    if (rationale != null) {
      for (RationaleStep step : rationale.steps()) {
        for (Evidence evidence : step.evidence()) {
          if (evidence instanceof Evidence.Words words) {
            add(marks, step.number(), words, text);
          }
        }
      }
    }
    marks.sort(BY_PLACE);
    return new TextMarks(marks);
  }

  /** Marks at places that lie within their text. */
  static TextMarks at(List<Mark> marks) {
    return new TextMarks(marks.stream().sorted(BY_PLACE).toList());
  }

  private static void add(List<Mark> marks, int step, Evidence.Words words, String text) {
    int start = outOfPair(text, Math.clamp(words.start(), 0, text.length()), -1);
    int end = outOfPair(text, Math.clamp(words.end(), 0, text.length()), 1);
    Mark mark = new Mark(step, words.category(), start, end, words.label());
    if (start < end && !marks.contains(mark)) {
      marks.add(mark);
    }
  }

  private static int outOfPair(String text, int offset, int direction) {
    boolean inside =
        offset > 0
            && offset < text.length()
            && Character.isLowSurrogate(text.charAt(offset))
            && Character.isHighSurrogate(text.charAt(offset - 1));
    return inside ? offset + direction : offset;
  }

  /** All marks, by where they start. */
  public List<Mark> all() {
    return marks;
  }

  /** The first mark of a step, or null when the step touches no words. */
  public @Nullable Mark firstOf(int step) {
    for (Mark mark : marks) {
      if (mark.step() == step) {
        return mark;
      }
    }
    return null;
  }

  /** A stretch [start, end) of the text cut where marks begin and end; covers it without a gap. */
  public List<Segment> segments(int start, int end) {
    List<Mark> here =
        marks.stream().filter(mark -> mark.start() < end && mark.end() > start).toList();
    TreeSet<Integer> edges = new TreeSet<>(List.of(start, end));
    for (Mark mark : here) {
      edges.add(Math.max(start, mark.start()));
      edges.add(Math.min(end, mark.end()));
    }
    List<Segment> segments = new ArrayList<>();
    int from = edges.removeFirst();
    for (int to : edges) {
      int at = from;
      List<Mark> over = here.stream().filter(m -> m.start() <= at && m.end() >= to).toList();
      List<Integer> ending =
          over.stream().filter(m -> m.end() == to).map(Mark::step).distinct().sorted().toList();
      segments.add(new Segment(from, to, over, ending));
      from = to;
    }
    return segments;
  }
}
