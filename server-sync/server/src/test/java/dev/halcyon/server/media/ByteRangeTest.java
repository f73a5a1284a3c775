package dev.halcyon.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-, 0, 99",
    "bytes=10-19, 10, 19",
    "bytes=90-1000, 90, 99",
    "bytes=90-99999999999999999999, 90, 99",
    "bytes=-1, 99, 99",
    "bytes=-1000, 0, 99",
  })
  void aRangeInsideTheFileIsServed(String header, long first, long last) {
    ByteRange range = ByteRange.parse(header, 100).orElseThrow();
    assertThat(range).isEqualTo(new ByteRange(first, last, 100));
    assertThat(range.contentRange()).isEqualTo("bytes " + first + "-" + last + "/100");
    assertThat(range.length()).isEqualTo(last - first + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
  void aRangeOutsideTheFileIsRefused(String header) {
    assertThatThrownBy(() -> ByteRange.parse(header, 100))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("100 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bytes", "bytes=", "bytes=-", "pages=1-2", "bytes=1-2,4-5", "bytes=9-3"})
  void aRangeThatMeansNothingGivesTheWholeFile(String header) {
    assertThat(ByteRange.parse(header, 100)).isEmpty();
  }

  @Test
  void anEmptyFileHasNoRange() {
    assertThatThrownBy(() -> ByteRange.parse("bytes=0-", 0)).isInstanceOf(UserProblem.class);
  }

  @Property
  void everyRangeServedLiesInTheFile(
      @ForAll @LongRange(min = 0, max = 300) long from,
      @ForAll @LongRange(min = 0, max = 300) long to,
      @ForAll @LongRange(min = 1, max = 200) long total) {
    if (from >= total && to >= from) {
      assertThatThrownBy(() -> ByteRange.parse("bytes=" + from + "-" + to, total))
          .isInstanceOf(UserProblem.class);
      return;
    }
    ByteRange.parse("bytes=" + from + "-" + to, total)
        .ifPresentOrElse(
            range -> {
              assertThat(range.first()).isEqualTo(from);
              assertThat(range.last()).isBetween(from, total - 1);
            },
            () -> assertThat(to).isLessThan(from));
  }
}
