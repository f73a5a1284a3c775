package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TermFinderTest {
  private static final char LAST = '\uFFFF';

  private static List<String> found(Set<String> terms, String text) {
    Map<String, String> each = new HashMap<>();
    terms.forEach(term -> each.put(term, term));
    List<String> found = new ArrayList<>();
    TermFinder.of(each)
        .find(
            text,
            (start, end, term) -> {
              assertThat(text.substring(start, end)).isEqualTo(term);
              found.add(start + term);
            });
    return found;
  }

  @Property(tries = 500)
  void everyOccurrenceIsFoundOnceAsByLookingForEachTermAlone(
      @ForAll("terms") Set<String> terms, @ForAll("text") String text) {
    List<String> expected = new ArrayList<>();
    for (String term : terms) {
      for (int at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
        expected.add(at + term);
      }
    }
    assertThat(found(terms, text)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars('a', 'b', ' ', 'ж', LAST, '\u0000').ofMaxLength(60);
  }

  @Provide
  Arbitrary<Set<String>> terms() {
    return Arbitraries.strings()
        .withChars('a', 'b', ' ', 'ж', LAST, '\u0000')
        .ofMinLength(1)
        .ofMaxLength(5)
        .set()
        .ofMaxSize(12);
  }

  @Test
  void noTermsFindNothing() {
    assertThat(found(Set.of(), "anything")).isEmpty();
  }
}
