package dev.halcyon.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RosterTest {
  @Property(tries = 500)
  void everyHourHasWhoItNeedsAndNobodyIsSpare(
      @ForAll @Size(24) int[] wild, @ForAll @IntRange(min = 1, max = 12) int shift) {
    int[] need = Arrays.stream(wild).map(each -> Math.floorMod(each, 30)).toArray();
    int[] begins = Roster.begins(need, shift);
    for (int hour = 0; hour < 24; hour++) {
      assertThat(begins[hour]).isNotNegative();
      assertThat(Roster.present(begins, hour, shift)).isGreaterThanOrEqualTo(need[hour]);
    }
    int people = Arrays.stream(begins).sum();
    int least =
        Math.max(
            Arrays.stream(need).max().orElseThrow(),
            (int) Math.ceil(Arrays.stream(need).sum() / (double) shift));
    assertThat(people).isGreaterThanOrEqualTo(least);
    assertThat(people).isLessThanOrEqualTo(3 * least);
    for (int hour = 0; hour < 24; hour++) {
      if (begins[hour] > 0) {
        int[] fewer = begins.clone();
        fewer[hour]--;
        assertThat(
                java.util.stream.IntStream.range(0, 24)
                    .allMatch(each -> Roster.present(fewer, each, shift) >= need[each]))
            .as("nobody can be left out")
            .isFalse();
      }
    }
  }

  @Test
  void anEvenDayTakesThreeShiftsOfEight() {
    int[] even = new int[24];
    Arrays.fill(even, 4);
    assertThat(Arrays.stream(Roster.begins(even, 8)).sum()).isEqualTo(12);
  }

  @Test
  void aDayOfOneShiftIsOneShift() {
    int[] office = new int[24];
    Arrays.fill(office, 9, 17, 7);
    int[] begins = Roster.begins(office, 8);
    assertThat(begins[9]).isEqualTo(7);
    assertThat(Arrays.stream(begins).sum()).isEqualTo(7);
  }
}
