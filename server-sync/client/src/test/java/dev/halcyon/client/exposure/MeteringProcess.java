package dev.halcyon.client.exposure;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.protocol.ExposureKind;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A workbench that only meters, in a process of its own that a test kills. */
final class MeteringProcess {
  private MeteringProcess() {}

  /** Writes on and on, and says after each write how many milliseconds that makes. */
  public static void main(String[] arguments) {
    ExposureLedger ledger =
        ExposureLedger.open(Path.of(arguments[0]), Samples.ANA, new TestClock());
    UUID session = UUID.randomUUID();
    for (long second = 1; ; second++) {
      long slice = (second - 1) / 10;
      long millis = (second - slice * 10) * 1_000;
      boolean ends = second % 10 == 0;
      long number = 2 * slice + 1;
      var events =
          List.of(
              Events.event(session, number, ExposureKind.TEXT, slice * 10_000, millis),
              Events.event(session, number + 1, ExposureKind.SHARP, slice * 10_000, millis));
      ledger.write(ends ? events : List.of(), ends ? List.of() : events);
      System.out.println(second * 1_000);
    }
  }
}
