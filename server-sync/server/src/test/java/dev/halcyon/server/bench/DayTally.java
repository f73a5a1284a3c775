package dev.halcyon.server.bench;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.bench.GeneratedDay.Made;
import dev.halcyon.server.bench.GeneratedDay.Post;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts what became of a generated day: which planted duplicates the cache knew again, and where
 * it was wrong. Keeps eight bytes and a verdict of each text in each place. Thread-safe.
 */
final class DayTally {
  private static final int[] BANDS = {60, 140, 300, Integer.MAX_VALUE};
  private static final String[] NAMES = {"under-60", "under-140", "under-300", "longer"};

  /** What the cache did with an item. */
  enum Said {
    NOTHING,
    SERVED,
    /** Its words are like those of a remembered item. */
    WARNED,
    /** The same, and its own verdict was recalled all the same: no model was asked. */
    RECALLED,
    /** Its meaning is. */
    MEANT
  }

  private static final int PART = 10_000;

  private static final class Recall {
    private final int[] planted = new int[BANDS.length];
    private final int[] found = new int[BANDS.length];
  }

  private final Map<Long, Verdict> judged = new HashMap<>();
  private final Map<Made, Recall> recall = new EnumMap<>(Made.class);
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Said, Integer> counts = new EnumMap<>(Said.class);
  private final Map<Said, int[]> raised = new EnumMap<>(Said.class);
  private final Map<Integer, Integer> servedByPart = new TreeMap<>();
  private int servedCompared;
  private int servedWrong;
  private int servedInDoubt;
  private int compared;
  private int lowered;

  static Said said(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.tier() == Tier.CACHE)
        .map(Assessment::note)
        .filter(note -> !note.isEmpty())
        .findFirst()
        .map(
            note -> {
              if (note.startsWith("the same as")) {
                return Said.SERVED;
              } else if (note.contains("; else the same as item ")) {
                return Said.RECALLED;
              }
              return note.startsWith("nearly the same meaning") ? Said.MEANT : Said.WARNED;
            })
        .orElse(Said.NOTHING);
  }

  private static long key(String text, Post post) {
    long hash = 0xcbf29ce484222325L;
    for (String part : new String[] {text, post.region(), post.surface().name()}) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
      }
    }
    return hash;
  }

  /** What was concluded of what a post was made of, where it was posted, before it was sent. */
  synchronized Optional<Verdict> known(Post post) {
    return Optional.ofNullable(judged.get(key(post.base(), post)));
  }

  /**
   * An item got its verdict.
   *
   * @param base what was known when it was sent
   */
  synchronized void add(Post post, Optional<Verdict> base, ScanResult result) {
    Said said = said(result);
    counts.merge(said, 1, Integer::sum);
    if (said == Said.SERVED) {
      servedByPart.merge(post.number() / PART, 1, Integer::sum);
    }
    verdicts.merge(result.verdict(), 1, Integer::sum);
    judged.putIfAbsent(key(post.text(), post), result.verdict());
    boolean asked =
        result.assessments().stream()
            .noneMatch(each -> each.tier() == Tier.BANK && each.verdict() != Verdict.ALLOW);
    boolean copy = post.text().equals(post.base());
    // A copy of anything judged should be found, a likeness only of what was not allowed. What a
    // bank had a say in is never remembered.
    if (asked && base.isPresent() && (copy || base.get() != Verdict.ALLOW)) {
      int band = 0;
      while (post.text().length() >= BANDS[band]) {
        band++;
      }
      Recall of = recall.computeIfAbsent(post.made(), key -> new Recall());
      of.planted[band]++;
      boolean known = said == Said.SERVED || said == Said.RECALLED;
      of.found[band] += known || said != Said.NOTHING && !copy ? 1 : 0;
    }
  }

  /**
   * A verdict beside the one that the cascade gives without its cache.
   *
   * @param again whether the cascade without a cache also gives the first verdict, asked again
   */
  synchronized void compared(Said said, Verdict with, Verdict without, boolean again) {
    compared++;
    lowered += with.compareTo(without) < 0 && !again ? 1 : 0;
    if (said == Said.SERVED) {
      servedCompared++;
      servedWrong += with != without && !again ? 1 : 0;
      servedInDoubt += with != without && again ? 1 : 0;
    } else if (said != Said.NOTHING) {
      int[] of = raised.computeIfAbsent(said, key -> new int[2]);
      of[0] += with != without ? 1 : 0;
      of[1]++;
    }
  }

  void print(int items) {
    for (Made made : Made.values()) {
      Recall of = recall.getOrDefault(made, new Recall());
      for (int band = 0; band < BANDS.length; band++) {
        if (of.planted[band] > 0) {
          share(
              "day.recall." + made.name().toLowerCase(Locale.ROOT) + "." + NAMES[band],
              of.found[band],
              of.planted[band]);
        }
      }
    }
    counts.forEach(
        (said, count) -> share("day.cache." + said.name().toLowerCase(Locale.ROOT), count, items));
    servedByPart.forEach(
        (part, count) -> {
          if (part < 10 || (part + 1) * PART == items) {
            share("day.cache.served.from-" + part * PART, count, PART);
          }
        });
    verdicts.forEach(
        (verdict, count) ->
            share("day.verdict." + verdict.name().toLowerCase(Locale.ROOT), count, items));
    System.out.printf(
        Locale.ROOT,
        "figure day.wrong-from-cache.exact %d of %d compared (%d more where the cascade without a"
            + " cache gives both verdicts, asked again)%n",
        servedWrong,
        servedCompared,
        servedInDoubt);
    raised.forEach(
        (said, of) ->
            share(
                "day.wrong-from-cache.near."
                    + switch (said) {
                      case MEANT -> "meaning";
                      case RECALLED -> "recalled";
                      default -> "words";
                    },
                of[0],
                of[1]));
    System.out.printf(
        Locale.ROOT, "figure day.lowered-by-cache %d of %d compared%n", lowered, compared);
  }

  static void share(String name, int of, int all) {
    System.out.printf(
        Locale.ROOT, "figure %s %.2f %% (%,d of %,d)%n", name, 100.0 * of / all, of, all);
  }
}
