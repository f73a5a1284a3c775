package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Which model or rule engine spoke.
 *
 * @param sha256 of the weights, lower-case hex, or the empty string where there are none
 * @param provider what ran it: {@code cpu}, {@code cuda}, {@code jvm}
 * @param calibration the operator's calibration that its scores went through, with version and
 *     hash, or null for none
 */
public record ModelRef(
    String name, String version, String sha256, String provider, @Nullable String calibration) {
  /** A model whose scores stand as it gives them. */
  public ModelRef(String name, String version, String sha256, String provider) {
    this(name, version, sha256, provider, null);
  }

  /** The same model with its scores calibrated. */
  public ModelRef calibratedBy(String document) {
    return new ModelRef(name, version, sha256, provider, document);
  }
}
