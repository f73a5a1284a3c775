package dev.halcyon.app.tour;

import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A made-up hour of work in the ledger, so that the tour's pictures show a day that is not empty:
 * the tour itself paints off-stage, where nobody sees anything. Stateless.
 */
final class Morning {
  private static final int CASES = 38;

  private Morning() {}

  /** Writes it for an account whose workbench is not open. */
  static void spend(Path data, UUID account, Clock clock) {
    UUID session = ExposureLedger.newSession();
    Instant began = clock.instant().minusSeconds(CASES * 60L);
    List<ExposureEvent> events = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      SeverityBand band =
          i % 5 == 0
              ? SeverityBand.SEVERE
              : i % 3 == 0 ? SeverityBand.NEUTRAL : SeverityBand.MODERATE;
      UUID caseId = UUID.randomUUID();
      List<ExposureKind> kinds =
          switch (i % 4) {
            case 0 -> List.of(ExposureKind.TEXT, ExposureKind.BLURRED);
            case 2 -> List.of(ExposureKind.TEXT, ExposureKind.SHARP);
            default -> List.of(ExposureKind.TEXT);
          };
      for (ExposureKind kind : kinds) {
        long at = i * 60_000L;
        events.add(
            new ExposureEvent(
                session,
                events.size() + 1,
                caseId,
                caseId,
                band,
                kind,
                at,
                kinds.contains(ExposureKind.SHARP) ? 4_000 : 58_000,
                began.plusMillis(at),
                0));
      }
    }
    try (ExposureLedger ledger =
        ExposureLedger.open(ExposureLedger.fileFor(data, account), account, clock)) {
      ledger.write(events, List.of());
    }
  }
}
