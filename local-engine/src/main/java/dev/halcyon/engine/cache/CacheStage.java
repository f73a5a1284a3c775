package dev.halcyon.engine.cache;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cache.NearTexts.Near;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code cache}: remembers what the cascade said of texts. The same item again, in the same place
 * and context and under the same policy and models, gets the same verdict and the stages after this
 * one are not asked. One that is only like a remembered item gets no verdict from it: where that
 * one was not allowed, a person looks at this one, whatever the stages after say. Items with media
 * pass unremembered ({@link MediaCacheStage}). Bounded; safe for any thread.
 */
public final class CacheStage implements Stage {
  public static final String NAME = "cache";

  /** Every stage that remembers verdicts; none may answer before rules and banks. */
  public static final List<String> NAMES =
      List.of(NAME, MediaCacheStage.NAME, MeaningCacheStage.NAME);

  /** How many items are remembered, the least recently asked for is forgotten first. */
  public static final int USUAL_ENTRIES = 50_000;

  private final int most;
  private final CacheKeys keys;
  private final Map<String, Remembered> exact = new LinkedHashMap<>(16, 0.75f, true);
  private final NearTexts near = new NearTexts();

  /**
   * An empty cache.
   *
   * @param most entries it holds
   * @param models what runs now for the stages of a policy, with versions
   */
  public CacheStage(int most, Function<ResolvedPolicy, String> models) {
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
    Words words = Words.of(context, keys.scope(context));
    context.keep(this, words);
    String key = words.key();
    @Nullable Remembered same;
    Optional<Near> like;
    synchronized (exact) {
      same = exact.get(key);
      boolean known = same != null && same.verdict() != Verdict.ALLOW;
      like = known ? Optional.empty() : near.find(words.scope(), words.comparable(), words.hash());
    }
    if (same != null) {
      context.recall(same.scores());
    }
    if (like.isEmpty()) {
      return same == null ? Sayings.nothing(key) : Sayings.same(same, key);
    }
    int bits = like.get().distance();
    String how = bits == 0 ? "the same words as" : "within " + bits + " bits of";
    return same == null
        ? Sayings.like(how, like.get().item(), key)
        : Sayings.sameAndLike(same, how, like.get().item(), key);
  }

  /** What the cache compares of an item's words; made once for asking and remembering. */
  private record Words(String scope, String key, String comparable, Optional<SimHash> hash) {
    static Words of(ScanContext context, String scope) {
      String plain = plain(context);
      return new Words(
          scope, CacheKeys.exact(context, scope), TextFingerprint.of(plain), hashOf(plain));
    }

    private static Optional<SimHash> hashOf(String plain) {
      return SimHash.fits(plain) ? Optional.of(SimHash.of(plain)) : Optional.empty();
    }
  }

  /** The text without its disguises, as the policy's rules read it: "id1ot" is "idiot". */
  static String plain(ScanContext context) {
    return CompiledRules.of(context.request().policy())
        .normaliser()
        .normalise(context.request().text())
        .text();
  }

  @Override
  public void concluded(ScanContext context, ScanResult result) {
    if (!appliesTo(context)) {
      return;
    }
    Sayings.own(NAME, context, result)
        .ifPresent(
            own -> {
              // A model may have been put in another's place since.
              String scope = keys.scope(context);
              Words words =
                  context
                      .kept(this, Words.class)
                      .filter(asked -> asked.scope().equals(scope))
                      .orElseGet(() -> Words.of(context, scope));
              remember(
                  words.key(),
                  new Remembered(
                      context.request().itemId(),
                      own.verdict(),
                      result.scores(),
                      own.evidence(),
                      scope,
                      words.comparable(),
                      words.hash(),
                      CacheKeys.alone(context)));
            });
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

  @Override
  public void forget(Set<UUID> items) {
    synchronized (exact) {
      for (Iterator<Remembered> all = exact.values().iterator(); all.hasNext(); ) {
        Remembered each = all.next();
        if (items.contains(each.item())) {
          all.remove();
          forget(each);
        }
      }
    }
  }

  /** How many items are remembered. */
  public int size() {
    synchronized (exact) {
      return exact.size();
    }
  }
}
