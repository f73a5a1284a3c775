package dev.halcyon.server.capacity;

import dev.halcyon.engine.capacity.ArrivalModel;
import dev.halcyon.engine.capacity.BreachForecast.Kind;
import dev.halcyon.engine.capacity.TurnTimes;
import dev.halcyon.server.capacity.ForecastRepository.Came;
import dev.halcyon.server.capacity.ForecastRepository.Decided;
import dev.halcyon.server.queue.QueueLanguage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the last weeks say of arrivals, handling and presence. Immutable. */
final class PastWork {
  private static final Duration ARRIVALS = Duration.ofDays(42);
  private static final Duration PRESENCE = Duration.ofDays(28);
  private static final Duration DECISIONS = Duration.ofDays(7);
  private static final Duration AT_WORK = Duration.ofMinutes(30);
  private static final int HOURS_OF_WEEK = 168;
  private static final int HANDLINGS = 300;
  private static final int FEW = 20;

  /** What is assumed where nobody has decided anything yet. */
  private static final double UNKNOWN_HANDLING = 120;

  private static final double MOST_PRESENCE = 5;

  private final long hour;
  private final long first;
  private final Map<String, Map<Long, Integer>> arrivals = new HashMap<>();
  private final List<Came> came;
  private final Map<Long, Integer> present;
  private final Map<String, List<Double>> turns = new HashMap<>();
  private final List<Double> allTurns = new ArrayList<>();
  private final Set<UUID> atWork = new HashSet<>();

  PastWork(Handle handle, ForecastRepository repository, Instant now) {
    this.hour = Math.floorDiv(now.getEpochSecond(), 3600);
    @Nullable Instant oldest = repository.first(handle);
    this.first = Math.floorDiv((oldest == null ? now : oldest).getEpochSecond(), 3600);
    repository
        .arrivals(handle, now.minus(ARRIVALS))
        .forEach(
            each ->
                arrivals
                    .computeIfAbsent(each.queue(), _ -> new HashMap<>())
                    .put(each.hour(), each.count()));
    this.came = repository.came(handle, now.minus(ARRIVALS));
    this.present = repository.present(handle, now.minus(PRESENCE));
    List<Decided> decided = repository.decided(handle, now.minus(DECISIONS));
    learnTurns(decided);
    decided.stream()
        .filter(each -> each.at().isAfter(now.minus(AT_WORK)))
        .forEach(each -> atWork.add(each.person()));
    atWork.addAll(repository.holders(handle, now));
  }

  private void learnTurns(List<Decided> decided) {
    List<String> queues = decided.stream().map(Decided::queue).distinct().toList();
    Map<String, Integer> numbers = new HashMap<>();
    queues.forEach(queue -> numbers.put(queue, numbers.size()));
    List<TurnTimes.Turn> all =
        decided.stream()
            .map(
                each ->
                    new TurnTimes.Turn(
                        each.person(),
                        numbers.get(each.queue()),
                        each.came().toEpochMilli() / 1e3,
                        each.at().toEpochMilli() / 1e3,
                        each.handlingMillis() / 1e3))
            .toList();
    TurnTimes.of(all)
        .forEach(
            (number, taken) -> {
              turns.put(queues.get(number), taken);
              allTurns.addAll(latest(taken));
            });
  }

  private static List<Double> latest(List<Double> taken) {
    return taken.subList(Math.max(0, taken.size() - HANDLINGS), taken.size());
  }

  /** Every queue and language of which cases came. */
  List<QueueLanguage> streams() {
    return came.stream().map(Came::stream).distinct().toList();
  }

  Set<UUID> atWork() {
    return atWork;
  }

  long hour() {
    return hour;
  }

  ArrivalModel arrivals(String queue) {
    return new ArrivalModel(hour, first, arrivals.getOrDefault(queue, Map.of()));
  }

  /** Which kinds of case come in some streams. */
  List<Kind> kinds(Predicate<QueueLanguage> of) {
    List<Came> these = came.stream().filter(each -> of.test(each.stream())).toList();
    double all = these.stream().mapToLong(Came::cases).sum();
    return these.stream()
        .map(each -> new Kind(each.priority(), each.cases() / all, Math.max(0, each.within())))
        .toList();
  }

  /** Which part of some streams' cases came in others. */
  double part(Predicate<QueueLanguage> whole, Predicate<QueueLanguage> part) {
    double all = cases(whole);
    return all == 0 ? 0 : cases(part) / all;
  }

  private double cases(Predicate<QueueLanguage> of) {
    return came.stream().filter(each -> of.test(each.stream())).mapToLong(Came::cases).sum();
  }

  /** Seconds that a queue's latest cases took; of all queues where it has too few. */
  double[] handling(String queue) {
    List<Double> own = turns.getOrDefault(queue, List.of());
    List<Double> used = own.size() < FEW ? allTurns : latest(own);
    return used.isEmpty()
        ? new double[] {UNKNOWN_HANDLING}
        : used.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** People in the coming hours, relative to the present one, as the past weeks were. */
  double[] presence(int hours) {
    double[] presence = new double[hours + 1];
    presence[0] = 1;
    double now = usual(hour);
    for (int ahead = 1; ahead <= hours; ahead++) {
      double then = usual(hour + ahead);
      // Weeks of which nothing is known say nothing.
      presence[ahead] = now < 1 ? 1 : Math.min(MOST_PRESENCE, then / now);
    }
    return presence;
  }

  /** The mean of the same hour in the weeks before that were counted. */
  private double usual(long at) {
    double people = 0;
    int weeks = 0;
    for (long week = 1; week <= PRESENCE.toDays() / 7; week++) {
      long same = at - week * HOURS_OF_WEEK;
      if (same >= first && same < hour) {
        people += present.getOrDefault(same, 0);
        weeks++;
      }
    }
    return weeks == 0 ? 0 : people / weeks;
  }
}
