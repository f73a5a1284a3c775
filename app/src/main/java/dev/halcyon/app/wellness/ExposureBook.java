package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.client.exposure.ExposureServer;
import dev.halcyon.client.exposure.ExposureSync;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.UserProblem;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The person's ledger together with what the server has from all their workbenches. Thread-safe;
 * everything but {@link #hand} blocks, so call it from the {@code io} lane.
 */
public final class ExposureBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExposureBook.class);

  private final ExposureLedger ledger;
  private final ExposureSync sync;
  private final ExposureServer server;
  private final ZoneId zone;
  private final Queue<Handed> handed = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile @Nullable OwnExposure known;

  // A server that did not answer lately is not waited for at the end.
  private volatile boolean answers;

  private record Handed(List<ExposureEvent> ended, List<ExposureEvent> running) {}

  /**
   * @param zone whose days these are
   */
  public ExposureBook(ExposureLedger ledger, ExposureServer server, ZoneId zone) {
    this.ledger = ledger;
    this.sync = new ExposureSync(ledger, server);
    this.server = server;
    this.zone = zone;
  }

  /** Takes slices to write down, in their order; {@link #write} does it. Never blocks. */
  void hand(List<ExposureEvent> ended, List<ExposureEvent> running) {
    handed.add(new Handed(List.copyOf(ended), List.copyOf(running)));
  }

  /**
   * Writes down what was handed over; answers the days as they now stand. What cannot be written
   * counts all the same and is written with the next.
   */
  OwnDays write() {
    Fx.mustNotBlock("writing viewing times");
    // Whoever comes first takes all there is: the lines keep their order whatever lane they ran on.
    writing.lock();
    try {
      List<ExposureEvent> ended = new ArrayList<>();
      List<ExposureEvent> running = List.of();
      for (Handed next = handed.poll(); next != null; next = handed.poll()) {
        ended.addAll(next.ended());
        running = next.running();
      }
      ledger.write(ended, running);
    } catch (UserProblem e) {
      LOG.warn("viewing times wait in memory: {}", e.code());
    } finally {
      writing.unlock();
    }
    return days();
  }

  /**
   * Brings the server what it lacks and asks what it has from everywhere.
   *
   * @throws UserProblem when it cannot be reached; what was not sent stays in the ledger
   */
  OwnDays exchange() {
    Fx.mustNotBlock("sending viewing times");
    answers = false;
    sync.send();
    known = server.ownExposure(zone);
    answers = true;
    return days();
  }

  /** The present day and week: the server's and what it lacks, or what this machine knows. */
  OwnDays days() {
    LocalDate today = ledger.today();
    LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate sunday = monday.plusDays(6);
    OwnExposure server = known;
    if (server == null || !server.today().from().equals(today)) {
      // Not asked yet, or asked yesterday.
      return new OwnDays(ledger.span(today, today), ledger.span(monday, sunday), false);
    }
    ExposureSpan day = OwnDays.sum(server.today(), ledger.unsent(today, today));
    return new OwnDays(day, OwnDays.sum(server.week(), ledger.unsent(monday, sunday)), true);
  }

  /** Writes what was handed over, sends it if the server answers, and gives the file free. */
  @Override
  public void close() {
    Fx.mustNotBlock("closing the ledger");
    try {
      write();
      if (answers) {
        sync.send();
      }
    } catch (UserProblem e) {
      LOG.info("viewing times stay on this machine until the next start: {}", e.code());
    } finally {
      ledger.close();
    }
  }
}
