package dev.halcyon.assets.sample;

import dev.halcyon.assets.sample.CorpusSource.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides when each item reaches the server: a backlog, its first third under policy 1, and late
 * arrivals over the next twenty minutes, so that the queue is full at the start and then lives.
 */
final class Arrivals {
  // The backlog is as old as an outage of a quarter of an hour: clocks run from reports, so an
  // older
  // one would open with nearly every urgent case overdue.
  private static final int OLDEST = -900;
  private static final int SWITCH = -420;
  private static final int NEWEST = -10;

  /**
   * The newest policy that ships without budgets: a tour of the sample, and what is measured on it,
   * shall not end because somebody has seen enough.
   */
  private static final int NEW_POLICY = 5;

  private static final int FIRST_LATE = 25;
  private static final int LAST_LATE = 1190;

  /** One item with its place in time; {@code offset} in seconds from the start of the feed. */
  record Arrival(Text text, int offset, int policy) {}

  private Arrivals() {}

  /** All items in the order of arrival; the same every time. */
  static List<Arrival> of(List<Text> texts) {
    List<Text> first = new ArrayList<>();
    List<Text> second = new ArrayList<>();
    List<Text> late = new ArrayList<>();
    for (Text text : shuffled(texts)) {
      if (text.live()) {
        late.add(text);
      } else if (text.early()) {
        first.add(text);
      } else {
        second.add(text);
      }
    }
    // The first third of everything goes under policy 1; waves stay whole in the second part.
    for (int i = 0; i < second.size() && first.size() < texts.size() / 3; ) {
      if (second.get(i).wave() == null) {
        first.add(second.remove(i));
      } else {
        i++;
      }
    }
    first.sort(Comparator.comparing(text -> Chance.key("order/" + text.id())));
    List<Arrival> all = new ArrayList<>();
    spread(first, OLDEST, SWITCH, 1, all);
    spread(second, SWITCH + 5, NEWEST, NEW_POLICY, all);
    spread(late, FIRST_LATE, LAST_LATE, NEW_POLICY, all);
    return all;
  }

  /** A fixed shuffle that keeps the items of one wave together and in their written order. */
  private static List<Text> shuffled(List<Text> texts) {
    List<Text> result = new ArrayList<>(texts);
    result.sort(
        Comparator.comparing(
            text -> Chance.key(text.wave() == null ? text.id() : "wave/" + text.wave())));
    return result;
  }

  private static void spread(List<Text> texts, int from, int to, int policy, List<Arrival> into) {
    int previous = from;
    for (int i = 0; i < texts.size(); i++) {
      Text text = texts.get(i);
      double step = (to - from) / (double) texts.size();
      int jitter = Chance.of("jitter/" + text.id()).nextInt(Math.max(1, (int) (step * 0.8)));
      int offset = (int) (from + step * i) + jitter;
      boolean wave = i > 0 && text.wave() != null && text.wave().equals(texts.get(i - 1).wave());
      offset = wave ? previous + 2 : Math.max(offset, previous + 1);
      into.add(new Arrival(text, offset, policy));
      previous = offset;
    }
  }
}
