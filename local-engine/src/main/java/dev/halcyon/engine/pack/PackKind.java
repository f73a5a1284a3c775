package dev.halcyon.engine.pack;

import static dev.halcyon.engine.model.TensorSpec.ANY;

import dev.halcyon.engine.model.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the model of a pack does, and what it must therefore look like. */
public enum PackKind {
  /** YAMNet's kind: names the sounds in 0.975 s at 16 kHz, samples in ±1. */
  AUDIO_EVENTS(
      "audio-events",
      "the stage sound.events",
      List.of(floats("waveform", ANY, 15_600)),
      List.of(floats("scores", ANY, ANY)),
      true),

  /**
   * UltraFace's kind: finds faces in 320×240 pixels, RGB, {@code (x − 127) / 128}, channels first.
   */
  FACES(
      "faces",
      "renditions with faces masked",
      List.of(floats("input", ANY, 3, 240, 320)),
      List.of(floats("scores", ANY, ANY, 2), floats("boxes", ANY, ANY, 4)),
      false),

  /** Says what a picture of 224×224 pixels shows, RGB in 0..1, channels last. */
  IMAGE_LABELS(
      "image-labels",
      "the stage image.labels",
      List.of(floats("input", ANY, 224, 224, 3)),
      List.of(floats("probabilities", ANY, ANY)),
      true);

  private final String id;
  private final String usedBy;
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final boolean labelled;

  PackKind(
      String id,
      String usedBy,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      boolean labelled) {
    this.id = id;
    this.usedBy = usedBy;
    this.inputs = inputs;
    this.outputs = outputs;
    this.labelled = labelled;
  }

  private static TensorSpec floats(String name, long... shape) {
    return new TensorSpec(name, "float32", Arrays.stream(shape).boxed().toList());
  }

  /** How manifests call it. */
  public String id() {
    return id;
  }

  /** What of the engine uses it, in words. */
  public String usedBy() {
    return usedBy;
  }

  /** The inputs that the engine fills; a model that wants more cannot be run. */
  public List<TensorSpec> inputs() {
    return inputs;
  }

  /** The outputs that the engine reads; a model may have more. */
  public List<TensorSpec> outputs() {
    return outputs;
  }

  /** Whether the pack names a file with a label for each column of the first output. */
  public boolean labelled() {
    return labelled;
  }

  /** The kind of that name, if the engine knows it. */
  public static Optional<PackKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(PackKind::id).collect(Collectors.joining(", "));
  }
}
