package dev.halcyon.server.trial;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangedItem;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.OutcomeShift;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.WhatIfReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a trial changes. Guarded by itself: many threads add to one. */
final class Tally {
  /** Examples of each change of verdict in each category. */
  private static final int EXAMPLES = 5;

  private record Shift(String of, Verdict before, Verdict after) {}

  private long judged;
  private long changed;
  private long unanswered;
  private long byModel;
  private final Map<String, Long> missing = new TreeMap<>();
  private final Map<Shift, Long> categories = new HashMap<>();
  private final Map<Shift, Long> regions = new HashMap<>();
  private final Map<Shift, Long> languages = new HashMap<>();
  private final List<ChangedItem> examples = new ArrayList<>();

  /** Goes on from a report. */
  Tally(WhatIfReport report) {
    judged = report.judged();
    changed = report.changed();
    unanswered = report.unanswered();
    byModel = report.byModel();
    missing.putAll(report.missing());
    report.categories().forEach(each -> add(categories, each));
    report.regions().forEach(each -> add(regions, each));
    report.languages().forEach(each -> add(languages, each));
    examples.addAll(report.examples());
  }

  synchronized void unanswered(List<String> stages) {
    unanswered++;
    lacking(stages);
  }

  private void lacking(List<String> stages) {
    stages.forEach(stage -> missing.merge(stage, 1L, Long::sum));
  }

  synchronized void byModel(List<String> stages) {
    byModel++;
    lacking(stages);
  }

  synchronized void judged(Item item, Verdict before, Verdict after, Category category) {
    judged++;
    if (before == after) {
      return;
    }
    changed++;
    add(categories, new OutcomeShift(category.id(), before, after, 1));
    add(regions, new OutcomeShift(item.region(), before, after, 1));
    add(languages, new OutcomeShift(item.language(), before, after, 1));
    long alike =
        examples.stream()
            .filter(each -> each.before() == before && each.after() == after)
            .filter(each -> each.category() == category)
            .count();
    if (alike < EXAMPLES) {
      examples.add(
          new ChangedItem(
              item.id(), before, after, category, item.region(), item.language(), null));
    }
  }

  synchronized WhatIfReport report() {
    return new WhatIfReport(
        judged,
        changed,
        unanswered,
        byModel,
        missing,
        shifts(categories),
        shifts(regions),
        shifts(languages),
        examples);
  }

  private static void add(Map<Shift, Long> counts, OutcomeShift shift) {
    counts.merge(new Shift(shift.of(), shift.before(), shift.after()), shift.items(), Long::sum);
  }

  /** The largest first, in one order. */
  private static List<OutcomeShift> shifts(Map<Shift, Long> counts) {
    return counts.entrySet().stream()
        .map(
            each ->
                new OutcomeShift(
                    each.getKey().of(),
                    each.getKey().before(),
                    each.getKey().after(),
                    each.getValue()))
        .sorted(
            Comparator.comparingLong(OutcomeShift::items)
                .reversed()
                .thenComparing(OutcomeShift::of)
                .thenComparing(OutcomeShift::before)
                .thenComparing(OutcomeShift::after))
        .toList();
  }
}
