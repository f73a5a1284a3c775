package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.review.TextMarks.Segment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.StepKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TextMarksTest {
  private static Rationale spans(int... pairs) {
    List<RationaleStep> steps = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Evidence words = Cases.words(Category.HATE, 1, pairs[i], pairs[i + 1], "x");
      steps.add(
          Cases.step(
              i / 2 + 1,
              StepKind.RULE_MATCHED,
              Category.HATE,
              "text.rules",
              null,
              "r",
              "l",
              List.of(words)));
    }
    return Cases.rationale(Category.HATE, null, 1, steps);
  }

  @Property(tries = 200)
  void segmentsCoverTheStretchWithoutGapsAndCarryExactlyTheMarksOverThem(
      @ForAll @Size(max = 8) List<@IntRange(min = -5, max = 70) Integer> edges) {
    String text = "0123456789".repeat(6);
    int[] pairs = edges.stream().limit(edges.size() / 2 * 2L).mapToInt(i -> i).toArray();
    TextMarks marks = TextMarks.of(spans(pairs), text);
    List<Segment> segments = marks.segments(10, 50);
    assertThat(segments.getFirst().start()).isEqualTo(10);
    assertThat(segments.getLast().end()).isEqualTo(50);
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).start()).isEqualTo(segments.get(i - 1).end());
    }
    for (Segment segment : segments) {
      for (int at = segment.start(); at < segment.end(); at++) {
        int here = at;
        assertThat(segment.marks())
            .containsExactlyElementsOf(
                marks.all().stream().filter(m -> m.start() <= here && m.end() > here).toList());
      }
    }
  }

  @Test
  void aSpanOutsideTheTextIsCutToItAndAnEmptyOneLeftOut() {
    TextMarks marks = TextMarks.of(spans(-3, 4, 8, 400, 200, 300, 5, 5), "0123456789");
    assertThat(marks.all())
        .extracting(TextMarks.Mark::start, TextMarks.Mark::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 4), org.assertj.core.groups.Tuple.tuple(8, 10));
  }

  @Test
  void aSpanThatEndsInsideAnEmojiTakesItWhole() {
    TextMarks marks = TextMarks.of(spans(0, 2), "a😀b");
    assertThat(marks.all().getFirst().end()).isEqualTo(3);
  }

  @Test
  void theNumberStandsWhereItsMarkEnds() {
    TextMarks marks = TextMarks.of(spans(0, 10, 2, 5), "0123456789 rest");
    assertThat(marks.segments(0, 15))
        .extracting(Segment::endingSteps)
        .containsExactly(List.of(), List.of(2), List.of(1), List.of());
  }

  @Test
  void withoutAnArgumentThereAreNoMarks() {
    assertThat(TextMarks.of(null, "text").all()).isEmpty();
  }
}
