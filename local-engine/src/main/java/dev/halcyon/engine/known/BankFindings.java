package dev.halcyon.engine.known;

import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what the banks had to say of one item. Confined to one thread. */
final class BankFindings {
  /** There are no weights; its version changes when the same banks match differently. */
  private static final ModelRef ENGINE = new ModelRef("banks", "1", "", "jvm");

  /**
   * Where in the item a match was found.
   *
   * @param mediaId null for the text
   * @param textEnd UTF-16 units of the text
   */
  record Place(@Nullable String mediaId, int frame, double atSeconds, int textEnd) {
    static Place text(int length) {
      return new Place(null, 0, 0, length);
    }

    static Place media(String mediaId) {
      return new Place(mediaId, 0, 0, 0);
    }
  }

  private final Thresholds thresholds;
  private final Map<Category, Double> scores = new EnumMap<>(Category.class);
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final Set<String> good = new HashSet<>();
  private final Set<String> bad = new HashSet<>();
  private Verdict floor = Verdict.ALLOW;
  private boolean settled;
  private boolean failed;

  BankFindings(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /** A match, counted or only recorded. */
  void add(BankSpec bank, BankMatch match, Place place, boolean counts, boolean quarantined) {
    String what =
        "%s matched %s at %d bits"
            .formatted(bank.id(), shortened(match.entry().hash().hex()), match.distance());
    if (!counts) {
      notes.add("shadow: " + what);
      return;
    }
    @Nullable Category category = bank.category();
    if (bank.content() == BankContent.KNOWN_GOOD || category == null) {
      notes.add("known-good: " + what);
      if (place.mediaId() != null && !quarantined) {
        good.add(place.mediaId());
      }
      return;
    }
    if (place.mediaId() != null) {
      bad.add(place.mediaId());
    }
    Verdict verdict = quarantined ? Verdict.REVIEW : bank.verdict();
    if (quarantined) {
      notes.add("quarantined, for it matches too many items: " + what);
    }
    settled |= bank.content() == BankContent.ILLEGAL && verdict == Verdict.BLOCK;
    floor = Thresholds.sterner(floor, verdict);
    scores.merge(category, score(category, verdict), Math::max);
    evidence.add(evidence(bank, category, place, shortened(match.entry().hash().hex())));
  }

  private static String shortened(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) : hash;
  }

  /** A match that asks for a person is as sure as that needs, and never so sure as to block. */
  private double score(Category category, Verdict verdict) {
    @Nullable Threshold threshold = thresholds.of(category);
    if (verdict == Verdict.BLOCK || threshold == null) {
      return 1;
    }
    return Math.max(0, Math.min(threshold.review(), Math.nextDown(threshold.block())));
  }

  private static Evidence evidence(BankSpec bank, Category category, Place place, String label) {
    String source = "bank:" + bank.id();
    @Nullable String media = place.mediaId();
    return media == null
        ? new Evidence.Words(category, 1, source, 0, place.textEnd(), label)
        : new Evidence.Frame(category, 1, source, media, place.frame(), place.atSeconds());
  }

  /** A bank that could not be asked because this machine does not have it. */
  void missing(BankSpec bank) {
    unanswered.add("this machine does not hold the bank " + bank.id());
  }

  /** Something that could not be compared. */
  void failed(String why) {
    failed = true;
    unanswered.add(why);
  }

  /** Whether the item is known to be illegal, so that nothing needs to look at it. */
  boolean settled() {
    return settled;
  }

  /** Media that known-good banks hold, and none of the others. */
  Set<String> spared() {
    Set<String> spared = new HashSet<>(good);
    spared.removeAll(bad);
    return spared;
  }

  StageOutcome outcome(String inputHash) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(unanswered);
    // What was found stands, whatever could not be asked; by itself silence is no clearance.
    boolean silent = !unanswered.isEmpty() && scores.isEmpty();
    AssessmentStatus status =
        !silent
            ? AssessmentStatus.OK
            : failed ? AssessmentStatus.FAILED : AssessmentStatus.NOT_SUPPORTED;
    return new StageOutcome(
        status,
        String.join("; ", all),
        floor,
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        evidence,
        ENGINE,
        inputHash);
  }
}
