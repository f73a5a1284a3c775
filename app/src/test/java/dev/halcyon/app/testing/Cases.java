package dev.halcyon.app.testing;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.PriorityCount;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cases and queues for tests of the workbench, at a fixed noon. */
public final class Cases {
  public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  public static final Account ANA =
      new Account(id(900), "ana", "Ana Bell", Set.of(Role.REVIEWER), List.of("en", "de", "es"));

  private Cases() {}

  public static UUID id(int number) {
    return new UUID(0x01900000_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  /** A waiting case, due in so many minutes. */
  public static CaseSummary waiting(
      int number, Priority priority, int dueInMinutes, Category category, String excerpt) {
    return summary(
        number,
        priority,
        dueInMinutes,
        category,
        "en",
        excerpt,
        List.of(),
        CaseState.WAITING,
        null);
  }

  public static CaseSummary summary(
      int number,
      Priority priority,
      int dueInMinutes,
      Category category,
      String language,
      String excerpt,
      List<Modality> media,
      CaseState state,
      @Nullable String holder) {
    Duration allowed =
        switch (priority) {
          case P0 -> Duration.ofMinutes(15);
          case P1 -> Duration.ofHours(1);
          case P2, UNKNOWN -> Duration.ofHours(24);
        };
    Instant due = NOON.plus(Duration.ofMinutes(dueInMinutes));
    return new CaseSummary(
        id(number),
        id(number + 500),
        CaseKind.REVIEW,
        state,
        1,
        "general",
        priority,
        due.minus(allowed),
        due,
        category,
        0.8,
        language,
        "DE",
        Surface.POST,
        media,
        excerpt,
        number % 3 == 0 ? 48_000 : 0,
        number % 2,
        holder,
        List.of(),
        number == 1 ? 14 : 0);
  }

  public static CaseSummary with(CaseSummary was, CaseState state, @Nullable String holder) {
    return new CaseSummary(
        was.id(),
        was.itemId(),
        was.kind(),
        state,
        was.version() + 1,
        was.queue(),
        was.priority(),
        was.createdAt(),
        was.dueAt(),
        was.category(),
        was.score(),
        was.language(),
        was.region(),
        was.surface(),
        was.media(),
        was.excerpt(),
        was.reach(),
        was.reports(),
        holder,
        was.why(),
        was.members());
  }

  public static QueueSummary queue(String id, String title, int p0, int p1, int p2) {
    return new QueueSummary(
        id,
        title,
        List.of(
            new PriorityCount(Priority.P0, p0),
            new PriorityCount(Priority.P1, p1),
            new PriorityCount(Priority.P2, p2)),
        1,
        p0 + p1 + p2 == 0 ? null : NOON.plus(Duration.ofMinutes(6)),
        false);
  }
}
