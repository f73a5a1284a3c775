package dev.halcyon.server.capacity;

import dev.halcyon.engine.capacity.BreachForecast;
import dev.halcyon.engine.capacity.BreachForecast.Open;
import dev.halcyon.protocol.Estimate;
import dev.halcyon.protocol.Forecast;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueForecast;
import dev.halcyon.server.capacity.ForecastRepository.OpenCase;
import dev.halcyon.server.queue.QueueLanguage;
import dev.halcyon.server.queue.Staffing;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Says which queues will decide cases too late (docs/metrics.md states the model). Thread-safe; a
 * forecast is kept for a minute and made by one thread at a time, for it plays the queues hundreds
 * of times. Who decided what is read to count and forgotten: nothing of a person leaves this class.
 */
public final class Forecasts {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int[] SPANS = {1, 4};

  /** Of each group no more can be reached in hours by the teams this is for. */
  private static final int MOST_OPEN = 5_000;

  private static final int MOST_CASES = 50;
  private static final double WORTH_SAYING = 0.05;

  private final Database database;
  private final Staffing staffing;
  private final Clock clock;
  private final ForecastRepository repository = new ForecastRepository();
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Forecast known;

  /** What the database said at one moment. */
  private record Read(PastWork past, List<OpenCase> open, List<QueueLanguage> streams, Streams of) {
    List<String> queues() {
      return streams.stream().map(QueueLanguage::queue).distinct().toList();
    }
  }

  public Forecasts(Database database, Staffing staffing, Clock clock) {
    this.database = database;
    this.staffing = staffing;
    this.clock = clock;
  }

  /** The forecast, a minute old at most. */
  public Forecast forecast() {
    making.lock();
    try {
      Instant now = clock.instant();
      Forecast kept = known;
      // A clock set back must not keep what it knew for hours.
      if (kept == null || kept.at().isAfter(now) || !kept.at().plus(KEPT).isAfter(now)) {
        kept = make(now);
        known = kept;
      }
      return kept;
    } finally {
      making.unlock();
    }
  }

  private Forecast make(Instant now) {
    Read read = database.read(handle -> read(handle, now));
    List<String> queues = read.queues();
    List<List<OpenCase>> shown = new ArrayList<>();
    List<BreachForecast.Group> groups = new ArrayList<>();
    for (int group = 0; group < read.of().count(); group++) {
      int number = group;
      List<OpenCase> open =
          read.open().stream()
              .filter(each -> read.of().groupOf(each.stream()) == number)
              .limit(MOST_OPEN)
              .toList();
      shown.add(open);
      groups.add(group(read, queues.get(read.of().queueOf(group)), group, open, now));
    }
    double intoHour = Math.floorMod(now.getEpochSecond(), 3600);
    BreachForecast played =
        BreachForecast.of(
            new BreachForecast.Situation(
                read.past().hour(),
                intoHour,
                queues.size(),
                groups,
                read.of().people(),
                read.past().presence(SPANS[SPANS.length - 1])),
            SPANS);
    List<QueueForecast> told = new ArrayList<>();
    for (int queue = 0; queue < queues.size(); queue++) {
      told.add(queue(read, queues.get(queue), queue, shown, played, now));
    }
    told.sort(Comparator.comparing(QueueForecast::queue));
    return new Forecast(now, read.of().people().size(), told);
  }

  private Read read(Handle handle, Instant now) {
    PastWork past = new PastWork(handle, repository, now);
    List<OpenCase> open = repository.open(handle);
    Set<QueueLanguage> streams = new LinkedHashSet<>(past.streams());
    open.forEach(each -> streams.add(each.stream()));
    List<QueueLanguage> ordered = List.copyOf(streams);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    ordered.forEach(each -> numbers.putIfAbsent(each.queue(), numbers.size()));
    List<int[]> takes = staffing.takes(handle, past.atWork(), ordered);
    return new Read(past, open, ordered, new Streams(ordered, numbers, takes));
  }

  private static BreachForecast.Group group(
      Read read, String queue, int group, List<OpenCase> open, Instant now) {
    Predicate<QueueLanguage> ofQueue = stream -> stream.queue().equals(queue);
    Predicate<QueueLanguage> ofGroup =
        stream -> ofQueue.test(stream) && read.of().groupOf(stream) == group;
    return new BreachForecast.Group(
        read.of().queueOf(group),
        open.stream().map(each -> standing(each, now)).toList(),
        read.past().arrivals(queue),
        read.past().part(ofQueue, ofGroup),
        read.past().kinds(ofGroup),
        read.past().handling(queue));
  }

  private static Open standing(OpenCase open, Instant now) {
    double due = Duration.between(now, open.dueAt()).toMillis() / 1e3;
    return new Open(open.priority(), due, open.begun());
  }

  private static QueueForecast queue(
      Read read,
      String queue,
      int number,
      List<List<OpenCase>> shown,
      BreachForecast played,
      Instant now) {
    List<OpenCase> open =
        read.open().stream().filter(each -> each.stream().queue().equals(queue)).toList();
    List<QueueForecast.Outlook> outlooks = new ArrayList<>();
    for (int span = 0; span < SPANS.length; span++) {
      BreachForecast.Outlook outlook = played.outlook(span, number);
      outlooks.add(new QueueForecast.Outlook(SPANS[span], outlook.any(), outlook.late()));
    }
    return new QueueForecast(
        queue,
        open.size(),
        (int) open.stream().filter(each -> each.dueAt().isBefore(now)).count(),
        read.of().peopleFor(number),
        read.past().arrivals(queue).expected(read.past().hour()),
        outlooks,
        risks(read, number, shown, played));
  }

  private static List<QueueForecast.CaseRisk> risks(
      Read read, int queue, List<List<OpenCase>> shown, BreachForecast played) {
    List<QueueForecast.CaseRisk> risks = new ArrayList<>();
    for (int group = 0; group < shown.size(); group++) {
      for (int place = 0;
          read.of().queueOf(group) == queue && place < shown.get(group).size();
          place++) {
        Estimate late = played.late(group, place);
        if (late.value() >= WORTH_SAYING) {
          OpenCase each = shown.get(group).get(place);
          Priority priority = Priority.values()[each.priority()];
          risks.add(new QueueForecast.CaseRisk(each.id(), priority, each.dueAt(), late));
        }
      }
    }
    return risks.stream()
        .sorted(
            Comparator.comparingDouble((QueueForecast.CaseRisk each) -> -each.late().value())
                .thenComparing(QueueForecast.CaseRisk::dueAt))
        .limit(MOST_CASES)
        .toList();
  }
}
