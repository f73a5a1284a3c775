package dev.halcyon.installer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleItemTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void everySampleSpeaksTheVocabularyOfTheProtocol() {
    List<SampleItem> items = SampleItem.all();
    assertThat(items).hasSizeGreaterThan(170);
    for (SampleItem item : items) {
      assertThat(item.surface()).as(item.externalId()).isNotEqualTo(Surface.UNKNOWN);
      assertThat(item.reports())
          .as(item.externalId())
          .allSatisfy(
              report -> {
                assertThat(report.source()).isNotEqualTo(ReportSource.UNKNOWN);
                assertThat(report.ground()).isNotEqualTo(Category.UNKNOWN);
              });
    }
  }

  @Test
  void timesAreCountedFromTheStartAndNeverLieInTheFuture() {
    for (SampleItem item : SampleItem.all()) {
      ItemSubmission sent = item.submission(START, List.of());
      Instant arrival = START.plus(Duration.ofSeconds(item.arrivalOffsetSeconds()));
      assertThat(sent.postedAt()).isBefore(arrival);
      assertThat(sent.reports()).allSatisfy(r -> assertThat(r.receivedAt()).isBefore(arrival));
      assertThat(sent.conversation()).allSatisfy(m -> assertThat(m.at()).isBefore(sent.postedAt()));
    }
  }
}
