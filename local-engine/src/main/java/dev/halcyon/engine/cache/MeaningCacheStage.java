package dev.halcyon.engine.cache;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fusion.Meaning;
import dev.halcyon.engine.text.EnglishText;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code cache.meaning}: brings an English text before a person that means nearly the same as one
 * that was not allowed, as the sentence encoder of the deep text tier sees it. It serves no verdict
 * and lowers none, and listed last it is asked about what nothing else recognised. Bounded; safe
 * for any thread.
 */
public final class MeaningCacheStage implements Stage {
  public static final String NAME = "cache.meaning";

  /** How many texts that were not allowed are remembered at least; at most twice as many. */
  public static final int USUAL_ENTRIES = 2_000;

  /** From this cosine on two texts are taken to say the same (docs/decisions/0216). */
  public static final double NEAR = 0.80;

  /** Two or three words say too little: the points of all short insults lie close together. */
  private static final int SHORTEST = 20;

  private static final Duration TO_ANSWER = Duration.ofMillis(20);
  private static final ModelRef ENCODER = new ModelRef("verdict-cache", "2", "", "jvm");

  private final CacheKeys keys;
  private final Meaning meaning;
  private final NearMeanings near;

  /**
   * An empty cache.
   *
   * @param entries texts it remembers at least
   * @param models what runs now for the stages of a policy, with versions
   */
  public MeaningCacheStage(int entries, Function<ResolvedPolicy, String> models, Meaning meaning) {
    this.keys = new CacheKeys(models);
    this.meaning = meaning;
    this.near = new NearMeanings(entries);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.CACHE;
  }

  /** For the encoder, behind which the texts of many scans gather. */
  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    String text = context.request().text();
    return text.length() >= SHORTEST && EnglishText.whyNot(text, context.language()) == null;
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    String key = keys.scope(context);
    Optional<float[]> point =
        meaning.of(CacheStage.plain(context), context.deadline().minus(TO_ANSWER));
    if (point.isEmpty()) {
      return new StageOutcome(
          AssessmentStatus.FAILED,
          "no model answered that compares meanings",
          Verdict.ALLOW,
          List.of(),
          List.of(),
          ENCODER,
          key);
    }
    context.meaning(point.get());
    return near.find(key, point.get(), NEAR)
        .map(
            found ->
                Sayings.like(
                    "nearly the same meaning (%.2f) as".formatted(found.cosine()),
                    found.item(),
                    key))
        .orElseGet(() -> Sayings.nothing(key));
  }

  @Override
  public void concluded(ScanContext context, ScanResult result) {
    Optional<Sayings.Own> own = Sayings.own(NAME, context, result);
    if (context.meaning().isEmpty() || !context.request().media().isEmpty() || own.isEmpty()) {
      return;
    }
    Remembered item =
        new Remembered(
            context.request().itemId(),
            own.get().verdict(),
            List.of(),
            List.of(),
            keys.scope(context),
            "",
            Optional.empty(),
            CacheKeys.alone(context));
    if (item.warns()) {
      near.add(item, context.meaning().get());
    }
  }

  @Override
  public void forget(Set<UUID> items) {
    near.forget(items);
  }
}
