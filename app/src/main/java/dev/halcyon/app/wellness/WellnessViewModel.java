package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import dev.halcyon.protocol.ExposureSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.beans.value.ObservableValue;

/**
 * A person's own day and week in words. Follows {@link ExposureRecorder#days()}; used on the JavaFX
 * thread.
 */
public final class WellnessViewModel {
  /** The whole of the arc: a working day. */
  private static final Duration DAY = Duration.ofHours(8);

  /** One line of the table: a band, how long in all, and how long in which way. */
  public record Row(
      String band, String seen, String text, String filtered, String sharp, String sound) {}

  private final ObservableValue<OwnDays> days;
  private final Runnable refresh;
  private final Kit kit;

  /**
   * @param refresh exchanges with the server now
   */
  public WellnessViewModel(ObservableValue<OwnDays> days, Runnable refresh, Kit kit) {
    this.days = days;
    this.refresh = refresh;
    this.kit = kit;
  }

  /** How long today, each moment once: "38 min". */
  public ObservableValue<String> today() {
    return days.map(now -> length(now.today().seenMillis()));
  }

  /** Today as a share of a working day, 0..1. */
  public ObservableValue<Double> share() {
    return days.map(now -> Math.clamp(now.today().seenMillis() / (double) DAY.toMillis(), 0, 1));
  }

  /** Today's total in a sentence, or that there is nothing yet. */
  public ObservableValue<String> todaySentence() {
    return days.map(now -> sentence(now.today(), "wellness.today.total", "wellness.today.none"));
  }

  /** This week's. */
  public ObservableValue<String> weekSentence() {
    return days.map(now -> sentence(now.week(), "wellness.week.total", "wellness.week.none"));
  }

  private String sentence(ExposureSpan span, String some, String none) {
    return span.seenMillis() == 0
        ? kit.words().say(none)
        : kit.words().say(some, length(span.seenMillis()));
  }

  public ObservableValue<List<Row>> todayRows() {
    return days.map(now -> rows(now.today()));
  }

  public ObservableValue<List<Row>> weekRows() {
    return days.map(now -> rows(now.week()));
  }

  /** Whether other computers' times are in it. */
  public ObservableValue<String> reach() {
    return days.map(
        now -> kit.words().say(now.everywhere() ? "wellness.everywhere" : "wellness.here_only"));
  }

  public void refresh() {
    refresh.run();
  }

  private List<Row> rows(ExposureSpan span) {
    return span.bands().stream().map(this::row).toList();
  }

  private Row row(ExposureShare share) {
    Words words = kit.words();
    return new Row(
        words.name(share.band()),
        length(share.seenMillis()),
        length(share, kind -> kind == ExposureKind.TEXT),
        length(share, ExposureKind::filtered),
        length(share, kind -> kind == ExposureKind.SHARP),
        length(share, kind -> kind == ExposureKind.SOUND));
  }

  private String length(ExposureShare share, Predicate<ExposureKind> wanted) {
    long millis =
        share.millis().entrySet().stream()
            .filter(each -> wanted.test(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return millis == 0 ? "–" : length(millis);
  }

  private String length(long millis) {
    return Lengths.say(kit.words(), millis);
  }
}
