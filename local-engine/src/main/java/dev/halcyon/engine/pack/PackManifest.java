package dev.halcyon.engine.pack;

import dev.halcyon.engine.model.TensorSpec;
import java.util.List;
import java.util.Map;

/**
 * What {@code manifest.json} says of a pack; {@link ManifestReader} reads it and holds it to its
 * rules. Immutable. {@code docs/model-packs.md} describes the file.
 *
 * @param name lower-case letters, digits and hyphens; one pack of a name is installed at a time
 * @param version in the maker's words
 * @param licence SPDX identifier
 * @param licenceFile with its text, one of {@code files}
 * @param model the ONNX file, one of {@code files}
 * @param labels the file with a label for each column, one of {@code files}, or empty
 * @param eightBitWeights whether the weights are quantised and want no quantised arithmetic
 * @param hints what finding a label says of a category
 * @param files all of the pack but the manifest and its signature
 */
public record PackManifest(
    String name,
    String version,
    PackKind kind,
    String licence,
    String licenceFile,
    String purpose,
    String origin,
    String model,
    String labels,
    boolean eightBitWeights,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Map<String, Hint> hints,
    List<PackFile> files) {
  /** The file's name in a pack. */
  public static final String FILE = "manifest.json";

  /** The Ed25519 signature of its bytes: 64 bytes, or those in base64. */
  public static final String SIGNATURE = "manifest.json.sig";

  public PackManifest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    hints = Map.copyOf(hints);
    files = List.copyOf(files);
  }

  /**
   * One file of a pack.
   *
   * @param path relative, with slashes
   * @param sha256 lower-case hex
   */
  public record PackFile(String path, String sha256, long bytes) {}

  /**
   * What it says of a category to find a label with certainty; less certain it says less.
   *
   * @param category as the protocol names it
   * @param weight 0..0.4: a hint asks for a look and never blocks
   */
  public record Hint(dev.halcyon.protocol.Category category, double weight) {}

  /** A file by its path. */
  public PackFile file(String path) {
    return files.stream().filter(each -> each.path.equals(path)).findFirst().orElseThrow();
  }

  /** Bytes of all files together. */
  public long bytes() {
    return files.stream().mapToLong(PackFile::bytes).sum();
  }
}
