package dev.halcyon.engine.model;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models of this engine. They load on first use and stay. Safe for any thread.
 *
 * <p>The text heads are listed in {@code models/text-linear/versions.txt}, oldest first; each lies
 * in {@code models/text-linear/VERSION/weights.bin}.
 */
public final class ModelRegistry {
  private static final String FOLDER = "models/text-linear/";

  private final Function<String, byte[]> files;
  private final List<String> versions;
  private final Map<String, LinearHead> heads = new ConcurrentHashMap<>();

  /**
   * A registry over any store of model files.
   *
   * @param files reads a file by its path below {@code assets/}
   */
  public ModelRegistry(Function<String, byte[]> files) {
    this.files = files;
    this.versions =
        new String(files.apply(FOLDER + "versions.txt"), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
            .toList();
  }

  /** The models that ship with Halcyon. */
  public static ModelRegistry shipped() {
    return new ModelRegistry(Assets::bytes);
  }

  /**
   * A version of the linear text model.
   *
   * @param version as the policy names it, or null for the newest
   * @throws UserProblem {@code model.missing} or {@code model.damaged}
   */
  public LinearHead textHead(@Nullable String version) {
    String wanted = version == null ? versions.getLast() : version;
    if (!versions.contains(wanted)) {
      throw new UserProblem(
          "model.missing",
          "The policy asks for text-linear " + wanted + ", which is not installed.",
          "Installed are " + String.join(", ", versions) + ": name one of them in the policy.");
    }
    return heads.computeIfAbsent(
        wanted,
        key -> LinearHead.decode(files.apply(FOLDER + key + "/weights.bin"), "text-linear " + key));
  }

  /** One row for each text model. */
  public List<ModelDescription> textModels() {
    List<ModelDescription> rows = new ArrayList<>();
    for (String version : versions) {
      rows.add(
          new ModelDescription(
              textHead(version).model(),
              "Scores English text for "
                  + String.join(", ", textHead(version).header().categories()),
              "Apache-2.0; training texts as in models/text-linear/ATTRIBUTION.md",
              "Trained for Halcyon by ./halcyon train-text",
              "Runs in the Java process: a few hundred additions a text need no accelerator"));
    }
    return List.copyOf(rows);
  }
}
