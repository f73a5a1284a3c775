package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The two forms of the item's text and where its marks stand in each. */
class ReadingTest {
  private static Reading compared(String text, String... marked) {
    List<TextMarks.Mark> marks = new ArrayList<>();
    for (String words : marked) {
      int at = text.indexOf(words);
      marks.add(
          new TextMarks.Mark(
              marks.size() + 1, Category.HATE, at, at + words.length(), "label " + words));
    }
    return Reading.asCompared(Reading.asWritten(text, TextMarks.at(marks)));
  }

  private static List<String> marked(Reading reading) {
    return reading.marks().all().stream()
        .map(mark -> reading.text().substring(mark.start(), mark.end()))
        .toList();
  }

  @Test
  void disguisesAreUndoneAndTheMarksStandOnTheSameWords() {
    Reading reading = compared("What an ID1OT, I will k i l l it", "ID1OT", "k i l l");
    assertThat(reading.comparable()).isTrue();
    assertThat(reading.text()).isEqualTo("what an idiot, i will kill it");
    assertThat(marked(reading)).containsExactly("idiot", "kill");
    assertThat(reading.marks().all())
        .extracting(TextMarks.Mark::label)
        .containsExactly("label ID1OT", "label k i l l");
  }

  @Test
  void whatTheFormLeavesOutIsMarkedOnTheLetterThatCarriesIt() {
    Reading reading = compared("go\u200b home", "\u200b");
    assertThat(reading.text()).isEqualTo("go home");
    assertThat(marked(reading)).containsExactly("o");
  }

  @Test
  void plainTextKeepsItsPlaces() {
    assertThat(marked(compared("nothing hidden in here", "hidden"))).containsExactly("hidden");
    assertThat(marked(compared("هذا المنشور مثال آمن", "مثال"))).containsExactly("مثال");
  }

  @Property(tries = 300)
  void everyMarkLiesWithinTheOtherForm(
      @ForAll @StringLength(max = 60) String text,
      @ForAll @IntRange(max = 60) int from,
      @ForAll @IntRange(max = 60) int to) {
    int start = Math.min(Math.min(from, to), text.length());
    int end = Math.min(Math.max(from, to), text.length());
    Reading reading =
        Reading.asCompared(
            Reading.asWritten(
                text, TextMarks.at(List.of(new TextMarks.Mark(1, Category.HATE, start, end, "")))));
    assertThat(reading.marks().all())
        .allSatisfy(mark -> assertThat(mark.start()).isNotNegative().isLessThan(mark.end()))
        .allSatisfy(mark -> assertThat(mark.end()).isLessThanOrEqualTo(reading.text().length()));
  }
}
