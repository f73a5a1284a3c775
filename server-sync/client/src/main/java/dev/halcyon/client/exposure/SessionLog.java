package dev.halcyon.client.exposure;

import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What one session of the ledger still holds: entries the server does not have, the slice that
 * still runs, and where the server stands. For one thread at a time.
 */
final class SessionLog {
  private final UUID session;
  private final TreeMap<Long, ExposureEntry> kept = new TreeMap<>();
  private final TreeMap<Long, ExposureEvent> running = new TreeMap<>();
  private long taken;
  private String takenChain = ExposureChain.START;
  private String lastChain = ExposureChain.START;

  SessionLog(UUID session) {
    this.session = session;
  }

  UUID session() {
    return session;
  }

  /** Reads a line of the file. */
  void restore(LedgerRecord.Seen seen) {
    long number = seen.event().sequence();
    if (seen.chain() == null) {
      if (number > taken && !kept.containsKey(number)) {
        running.put(number, seen.event());
      }
      return;
    }
    running.remove(number);
    if (number > taken) {
      kept.putIfAbsent(number, new ExposureEntry(seen.event(), seen.chain()));
      lastChain = kept.lastEntry().getValue().chain();
    }
  }

  /** The workbench that wrote this is gone: what still ran then is all there is. */
  void endRunning() {
    for (ExposureEvent event : List.copyOf(running.values())) {
      end(event);
    }
  }

  /** Takes an event whose slice has ended. */
  ExposureEntry end(ExposureEvent event) {
    running.remove(event.sequence());
    lastChain = ExposureChain.next(lastChain, event);
    ExposureEntry entry = new ExposureEntry(event, lastChain);
    kept.put(event.sequence(), entry);
    return entry;
  }

  /** Takes the slice that still runs in place of what ran before. */
  void run(List<ExposureEvent> events) {
    running.clear();
    events.forEach(event -> running.put(event.sequence(), event));
  }

  /** The server has everything up to a number; tells what leaves, in order. */
  void taken(long through, Consumer<ExposureEvent> leaves) {
    Map<Long, ExposureEntry> gone = kept.headMap(through, true);
    for (ExposureEntry entry : gone.values()) {
      leaves.accept(entry.event());
      takenChain = entry.chain();
    }
    gone.clear();
    taken = Math.max(taken, through);
  }

  /** Reads where the server stood. */
  void restore(LedgerRecord.Taken line, Consumer<ExposureEvent> leaves) {
    taken(line.through(), leaves);
    takenChain = line.chain();
    if (kept.isEmpty()) {
      lastChain = line.chain();
    }
  }

  LedgerRecord.Taken takenLine() {
    return new LedgerRecord.Taken(session, taken, takenChain);
  }

  long taken() {
    return taken;
  }

  /** The first entries the server lacks, none left out between them, in whole slices. */
  List<ExposureEntry> first(int most) {
    List<ExposureEntry> first = new ArrayList<>();
    for (ExposureEntry entry : kept.values()) {
      if (first.size() == most) {
        long at = entry.event().atMillis();
        first.removeIf(each -> each.event().atMillis() == at);
        break;
      }
      boolean follows =
          first.isEmpty() || entry.event().sequence() == first.getLast().event().sequence() + 1;
      if (!follows) {
        break;
      }
      first.add(entry);
    }
    return first;
  }

  boolean isEmpty() {
    return kept.isEmpty() && running.isEmpty();
  }

  /** Everything held, in order: what ended, then what still runs. */
  void each(Consumer<ExposureEvent> taker) {
    kept.values().forEach(entry -> taker.accept(entry.event()));
    running.values().forEach(taker);
  }

  /** The lines that rebuild it. */
  List<LedgerRecord> lines() {
    List<LedgerRecord> lines = new ArrayList<>();
    if (taken > 0) {
      lines.add(takenLine());
    }
    kept.values().forEach(entry -> lines.add(new LedgerRecord.Seen(entry.event(), entry.chain())));
    running.values().forEach(event -> lines.add(new LedgerRecord.Seen(event, null)));
    return lines;
  }
}
