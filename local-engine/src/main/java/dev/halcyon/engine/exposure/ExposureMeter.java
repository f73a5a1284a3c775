package dev.halcyon.engine.exposure;

import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Measures how long a person sees what, from facts about the screen. For one thread at a time.
 *
 * <p>Time is counted from one call to the next by a clock that is never set; the wall clock only
 * dates what was counted. The caller calls {@link #see} whenever a fact changes and {@link #tick}
 * at least each second: what lies between two calls further apart than {@link #GAP} is not counted,
 * for the machine slept or the workbench hung. Error: the delay from a change to its call, and less
 * than 1 ms in all for rounding, however long the session.
 */
public final class ExposureMeter {
  /** More time than this between two calls is not counted. */
  public static final Duration GAP = Duration.ofSeconds(3);

  /** No slice is longer; it also ends with the minute of the wall clock, so with the day. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** A wall clock that moves by more than this against the other begins a new slice. */
  private static final long STEADY_MILLIS = 1_000;

  private static final long NANOS = 1_000_000;

  private final UUID session;
  private final Clock wall;
  private final LongSupplier nanos;
  private final long beganNanos;
  private final Instant began;
  private long lastNanos;
  private long next = 1;
  private Map<ExposureKind, Look> seen = Map.of();
  private long from;
  private long until;
  private Instant startedAt;
  private long shift;

  /**
   * Begins a session in which nothing is seen yet.
   *
   * @param session new for each meter
   * @param wall dates slices; may be set while the meter runs
   * @param nanos counts nanoseconds from any origin and is never set
   */
  public ExposureMeter(UUID session, Clock wall, LongSupplier nanos) {
    this.session = session;
    this.wall = wall;
    this.nanos = nanos;
    this.beganNanos = nanos.getAsLong();
    this.lastNanos = beganNanos;
    this.began = wall.instant();
    this.startedAt = began.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Takes what is on screen from now on; answers the slices that this ended. */
  public List<ExposureEvent> see(OnScreen now) {
    List<ExposureEvent> ended = new ArrayList<>(tick());
    Map<ExposureKind, Look> counted = now.counted();
    if (!sameAsSeen(counted)) {
      ended.addAll(cut(until, offset(lastNanos)));
      seen = counted;
    }
    return ended;
  }

  /** Counts up to now; answers the slices that ended. */
  public List<ExposureEvent> tick() {
    long now = Math.max(nanos.getAsLong(), lastNanos);
    boolean gap = now - lastNanos > GAP.toNanos();
    lastNanos = now;
    long at = offset(now);
    if (gap) {
      return cut(until, at);
    }
    Instant wallNow = wall.instant();
    boolean moved = Math.abs(shiftAt(wallNow, at) - shift) > STEADY_MILLIS;
    until = at;
    return moved || at - from >= LONGEST.toMillis() || !sameMinute(wallNow)
        ? cut(at, at)
        : List.of();
  }

  /**
   * The slice that still runs, as long as it has become by the last call. It ends under the same
   * sequence numbers; whoever writes it down loses no more than what came after.
   */
  public List<ExposureEvent> running() {
    return events(until);
  }

  /** Counts up to now and ends what runs; nothing is seen from here on. */
  public List<ExposureEvent> end() {
    return see(OnScreen.NOTHING);
  }

  private boolean sameAsSeen(Map<ExposureKind, Look> counted) {
    return counted.keySet().equals(seen.keySet())
        && counted.entrySet().stream()
            .allMatch(each -> each.getValue().countsLike(seen.get(each.getKey())));
  }

  private boolean sameMinute(Instant now) {
    return now.truncatedTo(ChronoUnit.MINUTES).equals(startedAt.truncatedTo(ChronoUnit.MINUTES));
  }

  /** Ends the slice at one moment and begins another, of the same looks, at a later one. */
  private List<ExposureEvent> cut(long end, long begin) {
    List<ExposureEvent> ended = events(end);
    next += ended.size();
    from = begin;
    until = begin;
    startedAt = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    shift = shiftAt(startedAt, begin);
    return ended;
  }

  private List<ExposureEvent> events(long end) {
    List<ExposureEvent> events = new ArrayList<>();
    if (end > from) {
      for (Look look : seen.values()) {
        events.add(
            new ExposureEvent(
                session,
                next + events.size(),
                look.caseId(),
                look.itemId(),
                look.band(),
                look.kind(),
                from,
                end - from,
                startedAt,
                shift));
      }
    }
    return events;
  }

  /** Both ends of every slice are read off one line of whole milliseconds: errors do not add up. */
  private long offset(long atNanos) {
    return (atNanos - beganNanos) / NANOS;
  }

  private long shiftAt(Instant wallNow, long at) {
    return Duration.between(began, wallNow).toMillis() - at;
  }
}
