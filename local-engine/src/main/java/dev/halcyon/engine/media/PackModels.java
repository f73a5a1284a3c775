package dev.halcyon.engine.media;

import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.face.FaceFinder;
import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.engine.model.LabelModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.pack.PackKind;
import dev.halcyon.engine.pack.PackManifest.Hint;
import dev.halcyon.engine.pack.PackSlot;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.sound.AudioEvents;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The models of the installed packs, as the stages use them; each loads on first use and follows
 * what is installed. Safe for any thread.
 */
final class PackModels implements AutoCloseable {
  private final PackSlot<AudioEvents> events;
  private final PackSlot<FaceFinder> faces;
  private final PackSlot<Labeller> labels;

  PackModels(Optional<PackStore> store, OnnxProviders providers) {
    events =
        new PackSlot<>(
            store,
            PackKind.AUDIO_EVENTS,
            pack -> new AudioEvents(pack.model(providers), pack.labels()),
            AudioEvents::close);
    faces =
        new PackSlot<>(
            store,
            PackKind.FACES,
            pack -> new FaceFinder(pack.model(providers)),
            FaceFinder::close);
    labels =
        new PackSlot<>(
            store,
            PackKind.IMAGE_LABELS,
            pack ->
                new Labeller(
                    new LabelModel(pack.model(providers), pack.labels()), pack.manifest().hints()),
            each -> each.model.close());
  }

  /** A model and what its labels hint at. */
  record Labeller(LabelModel model, Map<String, Hint> hints) {}

  PackSlot<AudioEvents> events() {
    return events;
  }

  PackSlot<FaceFinder> faces() {
    return faces;
  }

  PackSlot<Labeller> labels() {
    return labels;
  }

  /** What a stage says whose model is not installed: silence would be a clearance. */
  static StageOutcome notInstalled(PackKind kind) {
    return new StageOutcome(
        AssessmentStatus.NOT_SUPPORTED,
        "no model pack of the kind " + kind.id() + " is installed",
        Verdict.ALLOW,
        List.of(),
        List.of(),
        new ModelRef(kind.id(), "", "", "none"),
        "");
  }

  /** One row for each installed pack; one that cannot be used says why. */
  List<ModelDescription> descriptions() {
    List<ModelDescription> rows = new ArrayList<>();
    describe(PackKind.AUDIO_EVENTS, events, AudioEvents::description).ifPresent(rows::add);
    describe(PackKind.FACES, faces, FaceFinder::description).ifPresent(rows::add);
    describe(PackKind.IMAGE_LABELS, labels, each -> each.model.description()).ifPresent(rows::add);
    return rows;
  }

  private static <M> Optional<ModelDescription> describe(
      PackKind kind, PackSlot<M> slot, Function<M, ModelDescription> row) {
    try {
      Optional<HotSwap.Use<M>> use = slot.use();
      if (use.isEmpty()) {
        return Optional.empty();
      }
      try (HotSwap.Use<M> open = use.get()) {
        return Optional.of(row.apply(open.model()));
      }
    } catch (UserProblem e) {
      return Optional.of(
          new ModelDescription(
              new ModelRef(kind.id(), "", "", "none"),
              "A model pack for " + kind.usedBy(),
              "",
              "A model pack",
              "It is not used: " + e.getMessage()));
    }
  }

  @Override
  public void close() {
    events.close();
    faces.close();
    labels.close();
  }
}
