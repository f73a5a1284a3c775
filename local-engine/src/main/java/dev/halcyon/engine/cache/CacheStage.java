package dev.halcyon.engine.cache;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cache.NearTexts.Near;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code cache}: remembers what the cascade said of texts. The same item again, in the same place
 * and context and under the same policy, gets the same verdict and the stages after this one are
 * not asked. One that is only like a remembered item gets no verdict from it: where that one was
 * not allowed, a person looks at this one, whatever the stages after say. Items with media pass
 * unremembered. Bounded; safe for any thread.
 */
public final class CacheStage implements Stage {
  public static final String NAME = "cache";

  /** How many items are remembered, the least recently asked for is forgotten first. */
  public static final int USUAL_ENTRIES = 50_000;

  private static final ModelRef ENGINE = new ModelRef("verdict-cache", "1", "", "jvm");

  private final int most;
  private final CacheKeys keys;
  private final Map<String, Remembered> exact = new LinkedHashMap<>(16, 0.75f, true);
  private final NearTexts near = new NearTexts();

  /**
   * An empty cache.
   *
   * @param most entries it holds
   * @param models the versions that run where a policy names none
   */
  public CacheStage(int most, String models) {
    this.most = most;
    this.keys = new CacheKeys(models);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.CACHE;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.request().media().isEmpty() && !context.request().text().isBlank();
  }

  /** It takes microseconds, and must not make an engine look busy. */
  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public StageOutcome assess(ScanContext context) {
    String scope = keys.scope(context);
    String key = CacheKeys.exact(context, scope);
    String plain = plain(context);
    String comparable = TextFingerprint.of(plain);
    Optional<SimHash> hash = hash(plain);
    @Nullable Remembered same;
    Optional<Near> like;
    synchronized (exact) {
      same = exact.get(key);
      like = same == null ? near.find(scope, comparable, hash) : Optional.empty();
    }
    if (same != null) {
      context.recall(same.scores());
      return outcome(
          "the same as item " + same.item(), same.verdict(), same.scores(), same.evidence(), key);
    }
    if (like.isPresent()) {
      String note =
          like.get().distance() == 0
              ? "the same words as item "
              : "within " + like.get().distance() + " bits of item ";
      return outcome(
          note + like.get().item().item() + ", which was not allowed",
          Verdict.REVIEW,
          List.of(),
          List.of(),
          key);
    }
    return outcome("", Verdict.ALLOW, List.of(), List.of(), key);
  }

  /** The text without its disguises, as the policy's rules read it: "id1ot" is "idiot". */
  private static String plain(ScanContext context) {
    return CompiledRules.of(context.request().policy())
        .normaliser()
        .normalise(context.request().text())
        .text();
  }

  private static Optional<SimHash> hash(String plain) {
    return SimHash.fits(plain) ? Optional.of(SimHash.of(plain)) : Optional.empty();
  }

  private static StageOutcome outcome(
      String note,
      Verdict verdict,
      List<CategoryScore> scores,
      List<Evidence> evidence,
      String inputHash) {
    return new StageOutcome(
        AssessmentStatus.OK, note, verdict, scores, evidence, ENGINE, inputHash);
  }

  /**
   * Remembers what can be said again: nothing that was late, failed or asked for what was missing,
   * nothing that a bank or this cache had a say in, for those change without the policy.
   */
  @Override
  public void concluded(ScanContext context, ScanResult result) {
    if (!appliesTo(context) || !result.complete()) {
      return;
    }
    List<Evidence> evidence = new ArrayList<>();
    for (Assessment said : result.assessments()) {
      boolean spoke = said.verdict() != Verdict.ALLOW || !said.note().isEmpty();
      boolean passing = said.tier() == Tier.BANK || said.tier() == Tier.CACHE;
      if (said.status() != AssessmentStatus.OK || passing && spoke) {
        return;
      }
      if (said.tier() != Tier.RULES) {
        evidence.addAll(said.evidence());
      }
    }
    String scope = keys.scope(context);
    String plain = plain(context);
    remember(
        CacheKeys.exact(context, scope),
        new Remembered(
            context.request().itemId(),
            result.verdict(),
            result.scores(),
            evidence,
            scope,
            TextFingerprint.of(plain),
            hash(plain),
            context.request().conversation().isEmpty()
                && context.request().history().decisions().isEmpty()));
  }

  private void remember(String key, Remembered item) {
    synchronized (exact) {
      forget(exact.put(key, item));
      if (item.warns()) {
        near.add(item);
      }
      if (exact.size() > most) {
        String oldest = exact.keySet().iterator().next();
        forget(exact.remove(oldest));
      }
    }
  }

  private void forget(@Nullable Remembered item) {
    if (item != null && item.warns()) {
      near.remove(item);
    }
  }

  /** How many items are remembered. */
  public int size() {
    synchronized (exact) {
      return exact.size();
    }
  }
}
