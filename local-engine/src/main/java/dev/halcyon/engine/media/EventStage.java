package dev.halcyon.engine.media;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.engine.pack.PackKind;
import dev.halcyon.engine.pack.PackSlot;
import dev.halcyon.engine.sound.AudioEvents;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sound.events}: looks for sounds that hint at violence, where a model pack for them is
 * installed. A hint is capped low, for a film's shots sound like shots: alone it may ask for a look
 * and can never block. Safe for any thread.
 */
final class EventStage implements Stage {
  private static final Category CATEGORY = Category.VIOLENCE;

  /** What the most certain find of a class is worth. */
  private static final Map<String, Double> HINTS =
      Map.of(
          "Gunshot, gunfire", 0.3,
          "Machine gun", 0.3,
          "Fusillade", 0.3,
          "Artillery fire", 0.3,
          "Explosion", 0.25,
          "Screaming", 0.25);

  private final MediaWorker worker;
  private final PackSlot<AudioEvents> packs;

  EventStage(MediaWorker worker, PackSlot<AudioEvents> packs) {
    this.worker = worker;
    this.packs = packs;
  }

  @Override
  public String name() {
    return "sound.events";
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.analyses().stream().anyMatch(each -> audible(each.info()));
  }

  private static boolean audible(MediaInfo info) {
    return info.state() == MediaState.READY && info.hasSound();
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return packs.installed();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    // One model for the whole item, whatever is installed meanwhile.
    Optional<HotSwap.Use<AudioEvents>> use = packs.use();
    if (use.isEmpty()) {
      return PackModels.notInstalled(PackKind.AUDIO_EVENTS);
    }
    try (HotSwap.Use<AudioEvents> events = use.get()) {
      return heard(events.model(), context);
    }
  }

  private StageOutcome heard(AudioEvents events, ScanContext context) throws InterruptedException {
    List<Evidence> evidence = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    InputHash hash = new InputHash();
    double worst = 0;
    for (int i = 0; i < context.analyses().size(); i++) {
      if (audible(context.analyses().get(i).info())) {
        MediaSource source = context.request().media().get(i);
        hash.add(source.mediaId().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        AudioEvents.Listener listener = events.listener(HINTS.keySet());
        Duration left = Duration.between(Instant.now(), context.deadline());
        worker
            .listen(source, listener, left.dividedBy(2))
            .shortfall()
            .ifPresent(each -> notes.add(each.code() + ": " + each.message()));
        for (AudioEvents.Event event : listener.finish()) {
          double score = event.score() * HINTS.get(event.label());
          worst = Math.max(worst, score);
          evidence.add(
              new Evidence.Seconds(
                  CATEGORY,
                  Math.clamp(score, 0, 1),
                  "model:audio-events",
                  source.mediaId(),
                  event.from(),
                  event.to(),
                  event.label()));
        }
      }
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        String.join(" ", notes),
        notes.isEmpty() ? Verdict.ALLOW : Verdict.REVIEW,
        List.of(new CategoryScore(CATEGORY, worst, null)),
        evidence,
        events.ref(),
        hash.hex());
  }
}
