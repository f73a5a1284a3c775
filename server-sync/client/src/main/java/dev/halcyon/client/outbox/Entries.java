package dev.halcyon.client.outbox;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's entries in memory, oldest first. {@link Outbox} holds its lock round every change;
 * {@link #all()} alone may be called from any thread.
 */
final class Entries {
  /** Settled entries kept for the list on screen. */
  private static final int REMEMBERED = 200;

  private final Map<UUID, OutboxEntry> byId = new LinkedHashMap<>();
  private volatile List<OutboxEntry> snapshot = List.of();

  /**
   * Builds the entries from the file.
   *
   * @param damaged when set, a record may be missing: what had not begun to be sent then waits for
   *     the reviewer, because the missing record may be its undo
   */
  void restore(List<JournalRecord> records, @Nullable Problem damaged, Instant now) {
    for (JournalRecord record : records) {
      switch (record) {
        case JournalRecord.Header header -> {}
        case JournalRecord.Made made -> byId.putIfAbsent(made.decision().id(), made(made));
        case JournalRecord.Moved moved ->
            byId.computeIfPresent(moved.id(), (id, entry) -> moved(entry, moved));
      }
    }
    byId.values().removeIf(entry -> entry.state().settled());
    byId.replaceAll((id, entry) -> resumed(entry, damaged, now));
    publish();
  }

  private static OutboxEntry made(JournalRecord.Made made) {
    return new OutboxEntry(
        made.decision(), OutboxState.PENDING_UNDO, made.undoUntil(), 0, null, null, null);
  }

  private static OutboxEntry moved(OutboxEntry entry, JournalRecord.Moved moved) {
    return switch (moved.state()) {
      case PENDING_UNDO, SENDING, ACCEPTED, UNDONE, DISCARDED -> entry.to(moved.state());
      case CONFLICT, NOT_SAVED ->
          entry.failed(
              moved.state(),
              reason(null, moved.code() == null ? "decision.rejected" : moved.code()),
              null,
              null);
    };
  }

  /** Where an entry stands after a start: windows run on by the clock, also while nobody ran. */
  private static OutboxEntry resumed(OutboxEntry entry, @Nullable Problem damaged, Instant now) {
    if (entry.state() != OutboxState.PENDING_UNDO) {
      return entry;
    }
    if (damaged != null) {
      return entry.failed(OutboxState.NOT_SAVED, reason(null, damaged.code()), null, null);
    }
    if (!entry.undoUntil().isAfter(now)) {
      return entry.to(OutboxState.SENDING);
    }
    // A clock that was set back must not hold a decision for longer than its window.
    Duration window = Duration.between(entry.decision().decidedAt(), entry.undoUntil());
    Instant latest = now.plus(window.isNegative() ? Duration.ZERO : window);
    return entry.undoUntil().isAfter(latest)
        ? new OutboxEntry(entry.decision(), OutboxState.PENDING_UNDO, latest, 0, null, null, null)
        : entry;
  }

  /** The server's problem, or words for a code when the server's own are not at hand. */
  static Problem reason(@Nullable Problem sent, String code) {
    if (sent != null) {
      return sent;
    }
    return code.equals("outbox.damaged")
        ? new Problem(
            code,
            "The file of your decisions was damaged near this one; its undo may be missing.",
            "Send it if you still stand by it, or discard it.")
        : new Problem(
            code,
            "The server did not take this decision (" + code + ").",
            "Open the case again to see how it stands, then decide anew or discard this entry.");
  }

  void put(OutboxEntry entry) {
    byId.put(entry.id(), entry);
    long settled = byId.values().stream().filter(each -> each.state().settled()).count();
    if (settled > REMEMBERED) {
      var all = byId.values().iterator();
      while (all.hasNext() && settled > REMEMBERED) {
        if (all.next().state().settled()) {
          all.remove();
          settled--;
        }
      }
    }
    publish();
  }

  private void publish() {
    snapshot = List.copyOf(byId.values());
  }

  List<OutboxEntry> all() {
    return snapshot;
  }

  @Nullable OutboxEntry find(UUID id) {
    return byId.get(id);
  }

  OutboxEntry get(UUID id) {
    OutboxEntry entry = byId.get(id);
    if (entry == null) {
      throw new UserProblem(
          "outbox.unknown", "There is no decision " + id + " in the outbox.", "Look at the list.");
    }
    return entry;
  }

  boolean anySettled() {
    return byId.values().stream().anyMatch(entry -> entry.state().settled());
  }

  boolean allSettled() {
    return byId.values().stream().allMatch(entry -> entry.state().settled());
  }

  boolean mostlySettled() {
    return byId.values().stream().filter(entry -> entry.state().settled()).count() * 2
        > byId.size();
  }

  /** The records that rebuild what is not settled. */
  List<JournalRecord> live() {
    List<JournalRecord> records = new ArrayList<>();
    for (OutboxEntry entry : byId.values()) {
      if (!entry.state().settled()) {
        records.add(new JournalRecord.Made(entry.decision(), entry.undoUntil()));
        lasting(entry, records);
      }
    }
    return records;
  }

  private static void lasting(OutboxEntry entry, List<JournalRecord> records) {
    Problem problem = entry.problem();
    if (entry.state() == OutboxState.SENDING || entry.nextTry() != null) {
      records.add(new JournalRecord.Moved(entry.id(), OutboxState.SENDING, null));
    } else if (problem != null) {
      records.add(new JournalRecord.Moved(entry.id(), entry.state(), problem.code()));
    }
  }

  /** Whether an entry should be sent at this moment. */
  static boolean dueAt(OutboxEntry entry, Instant now) {
    Instant due = due(entry);
    return due != null && !due.isAfter(now);
  }

  static @Nullable Instant nextDue(List<OutboxEntry> entries, Instant now) {
    Instant next = null;
    for (OutboxEntry entry : entries) {
      Instant due = due(entry);
      if (due != null && (next == null || due.isBefore(next))) {
        next = due;
      }
    }
    return next == null || next.isAfter(now) ? next : now;
  }

  private static @Nullable Instant due(OutboxEntry entry) {
    return switch (entry.state()) {
      case PENDING_UNDO -> entry.undoUntil();
      case SENDING -> Instant.EPOCH;
      case NOT_SAVED -> entry.nextTry();
      case ACCEPTED, CONFLICT, UNDONE, DISCARDED -> null;
    };
  }
}
