package dev.halcyon.engine.cache;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code cache.media}: remembers what the cascade said of items with media, after they were
 * decoded, so that renditions are always those of the bytes at hand. The same bytes with the same
 * words in the same place get the same verdict, with what was found in each keyframe, and no model
 * looks again. A picture or keyframe that looks like one for which an item was not allowed brings
 * the item before a person and lowers nothing. Bounded by items and keyframes; safe for any thread.
 */
public final class MediaCacheStage implements Stage {
  public static final String NAME = "cache.media";

  /** How many items are remembered, the least recently asked for is forgotten first. */
  public static final int USUAL_ENTRIES = 2_000;

  /** How many keyframes they may have together. */
  public static final int USUAL_FRAMES = 20_000;

  private record Kept(Remembered item, List<MediaAnalysis> media, Set<PdqHash> warnings) {
    int frames() {
      return media.stream().mapToInt(each -> 1 + each.info().keyframes().size()).sum();
    }
  }

  private final int most;
  private final int mostFrames;
  private final CacheKeys keys;
  private final Map<String, Kept> exact = new LinkedHashMap<>(16, 0.75f, true);
  private int frames;

  /**
   * An empty cache.
   *
   * @param most items it holds
   * @param mostFrames keyframes of those together
   * @param models what runs now for the stages of a policy, with versions
   */
  public MediaCacheStage(int most, int mostFrames, Function<ResolvedPolicy, String> models) {
    this.most = most;
    this.mostFrames = mostFrames;
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

  /** What could not be decoded in full is neither remembered nor recognised. */
  @Override
  public boolean appliesTo(ScanContext context) {
    return !context.analyses().isEmpty()
        && context.analyses().stream()
            .allMatch(
                each -> each.info().state() == MediaState.READY && each.info().problem() == null);
  }

  @Override
  public StageOutcome assess(ScanContext context) {
    String scope = keys.scope(context);
    String key = CacheKeys.exact(context, scope);
    @Nullable Kept same;
    Optional<Near> like;
    synchronized (exact) {
      same = exact.get(key);
      boolean known = same != null && same.item().verdict() != Verdict.ALLOW;
      like = known ? Optional.empty() : nearest(scope, prints(context.analyses()));
    }
    if (same != null) {
      recall(context, same);
    }
    if (like.isEmpty()) {
      return same == null ? Sayings.nothing(key) : Sayings.same(same.item(), key);
    }
    String how = "a picture within " + like.get().distance() + " bits of one of";
    return same == null
        ? Sayings.like(how, like.get().item(), key)
        : Sayings.sameAndLike(same.item(), how, like.get().item(), key);
  }

  private static void recall(ScanContext context, Kept same) {
    context.recall(same.item().scores());
    for (int i = 0; i < same.media().size(); i++) {
      MediaAnalysis fresh = context.analyses().get(i);
      MediaAnalysis before = same.media().get(i);
      context
          .analyses()
          .set(
              i,
              new MediaAnalysis(
                  before.info(),
                  fresh.renditions(),
                  before.transcript(),
                  fresh.prints(),
                  before.spoken(),
                  // It was kept with the media part when that was listened to.
                  fresh.sound()));
    }
  }

  private record Near(Remembered item, int distance) {}

  /** Exact, by looking at all: a few thousand hashes take microseconds. */
  private Optional<Near> nearest(String scope, Set<PdqHash> prints) {
    @Nullable Near best = null;
    for (Kept kept : exact.values()) {
      if (kept.warnings().isEmpty() || !kept.item().scope().equals(scope)) {
        continue;
      }
      for (PdqHash warning : kept.warnings()) {
        for (PdqHash print : prints) {
          int distance = warning.distance(print);
          if (distance <= PdqHash.MATCH && (best == null || distance < best.distance())) {
            best = new Near(kept.item(), distance);
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The hash of a flat picture is noise, and is left out. */
  private static Set<PdqHash> prints(List<MediaAnalysis> media) {
    Set<PdqHash> prints = new LinkedHashSet<>();
    for (MediaAnalysis each : media) {
      each.prints().stream()
          .filter(PdqFingerprint::usable)
          .map(PdqFingerprint::hash)
          .forEach(prints::add);
    }
    return prints;
  }

  @Override
  public void concluded(ScanContext context, ScanResult result) {
    if (!appliesTo(context)) {
      return;
    }
    Sayings.own(NAME, context, result)
        .ifPresent(
            own -> {
              String scope = keys.scope(context);
              Remembered item =
                  new Remembered(
                      context.request().itemId(),
                      own.verdict(),
                      result.scores(),
                      own.evidence(),
                      scope,
                      "",
                      Optional.empty(),
                      CacheKeys.alone(context));
              List<MediaAnalysis> kept =
                  result.media().stream()
                      .map(
                          each ->
                              new MediaAnalysis(
                                  each.info(),
                                  List.of(),
                                  each.transcript(),
                                  List.of(),
                                  each.spoken(),
                                  Optional.empty()))
                      .toList();
              Set<PdqHash> warnings =
                  item.warns() ? warnings(result.media(), own.after()) : Set.of();
              remember(CacheKeys.exact(context, scope), new Kept(item, kept, warnings));
            });
  }

  /**
   * The frames for which an item was not allowed: those that a stage over pictures that was against
   * it points at. What was said, written or read beside them says nothing about their look.
   */
  private static Set<PdqHash> warnings(List<MediaAnalysis> media, List<Assessment> said) {
    Set<PdqHash> warnings = new LinkedHashSet<>();
    for (Assessment each : said) {
      if (!each.stage().startsWith("image.") || each.verdict() == Verdict.ALLOW) {
        continue;
      }
      for (Evidence evidence : each.evidence()) {
        switch (evidence) {
          case Evidence.Frame frame ->
              print(media, frame.mediaId(), frame.frame()).ifPresent(warnings::add);
          case Evidence.Region region ->
              print(media, region.mediaId(), region.frame() == null ? 0 : region.frame())
                  .ifPresent(warnings::add);
          default -> {}
        }
      }
    }
    return warnings;
  }

  private static Optional<PdqHash> print(List<MediaAnalysis> media, String mediaId, int frame) {
    return media.stream()
        .filter(each -> each.info().mediaId().equals(mediaId) && frame < each.prints().size())
        .map(each -> each.prints().get(frame))
        .filter(PdqFingerprint::usable)
        .map(PdqFingerprint::hash)
        .findFirst();
  }

  private void remember(String key, Kept kept) {
    synchronized (exact) {
      forget(exact.put(key, kept));
      frames += kept.frames();
      List<String> oldest = new ArrayList<>();
      int left = exact.size();
      int leftFrames = frames;
      for (Map.Entry<String, Kept> each : exact.entrySet()) {
        if (left <= most && leftFrames <= mostFrames) {
          break;
        }
        oldest.add(each.getKey());
        left--;
        leftFrames -= each.getValue().frames();
      }
      oldest.forEach(each -> forget(exact.remove(each)));
    }
  }

  private void forget(@Nullable Kept kept) {
    frames -= kept == null ? 0 : kept.frames();
  }

  @Override
  public void forget(Set<UUID> items) {
    synchronized (exact) {
      for (Iterator<Kept> all = exact.values().iterator(); all.hasNext(); ) {
        Kept each = all.next();
        if (items.contains(each.item().item())) {
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
