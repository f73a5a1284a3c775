package dev.halcyon.engine.pack;

import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.model.TensorSpec;
import dev.halcyon.protocol.UserProblem;
import java.util.HashSet;
import java.util.List;

/**
 * Opens a pack's model, holds its inputs and outputs to what the manifest says, and runs it once on
 * nothing, so that a pack that cannot work is refused when it is added and not when it is needed.
 * Stateless.
 */
final class PackTrial {
  private PackTrial() {}

  /**
   * Tries a pack whose files are there.
   *
   * @throws UserProblem {@code pack.shape}, {@code pack.hash} or {@code model.*}
   */
  static void run(InstalledPack pack) {
    PackManifest manifest = pack.manifest();
    try (OnnxModel model = pack.model(OnnxProviders.installed())) {
      same("takes", manifest.inputs(), model.inputs());
      same("gives", manifest.outputs(), model.outputs());
      PackKind kind = manifest.kind();
      long[] shape =
          kind.inputs().getFirst().shape().stream()
              .mapToLong(size -> size == TensorSpec.ANY ? 1 : size)
              .toArray();
      int values = 1;
      for (long size : shape) {
        values *= (int) size;
      }
      List<float[]> answers =
          model.run(
              new float[values], shape, kind.outputs().stream().map(TensorSpec::name).toList());
      fits(pack, answers);
    }
  }

  private static void same(String verb, List<TensorSpec> said, List<TensorSpec> found) {
    if (!new HashSet<>(said).equals(new HashSet<>(found))) {
      throw new UserProblem(
          "pack.shape",
          "The pack's manifest says its model "
              + verb
              + " "
              + said
              + "; it "
              + verb
              + " "
              + found
              + ".",
          "Ask the pack's maker for a manifest that fits its model.");
    }
  }

  private static void fits(InstalledPack pack, List<float[]> answers) {
    PackManifest manifest = pack.manifest();
    int columns = answers.getFirst().length;
    String wrong =
        switch (manifest.kind()) {
          case AUDIO_EVENTS, IMAGE_LABELS -> {
            List<String> labels = pack.labels();
            if (labels.size() != columns) {
              yield "its model has " + columns + " columns and its labels are " + labels.size();
            }
            yield manifest.hints().keySet().stream()
                .filter(label -> !labels.contains(label))
                .findFirst()
                .map(
                    label -> "it hints at the label " + PackPaths.shown(label) + ", which it lacks")
                .orElse("");
          }
          case FACES ->
              answers.get(1).length == columns * 2
                  ? ""
                  : "its model gives "
                      + columns / 2
                      + " scores and "
                      + answers.get(1).length / 4
                      + " boxes";
        };
    if (!wrong.isEmpty()) {
      throw new UserProblem(
          "pack.shape",
          "The pack " + manifest.name() + " does not fit together: " + wrong + ".",
          "Ask the pack's maker for a right one.");
    }
  }
}
