package dev.halcyon.engine.pack;

import java.time.Instant;

/**
 * That an administrator trusts one pack, as the pin file keeps it. Immutable.
 *
 * @param kind as in the manifest, so that a pack can be listed though its files are gone
 * @param manifestSha256 of {@code manifest.json}, which names the hash of every other file
 * @param key fingerprint of the pinned key that signed the manifest, or empty where the hash itself
 *     was pinned
 * @param acceptedLicence a licence that is not free and was accepted by name, or empty
 */
public record Pin(
    String name,
    String version,
    String kind,
    String manifestSha256,
    String key,
    String acceptedLicence,
    Instant addedAt) {
  private static final int SHORT = 12;

  /** What vouches for the pack, in words. */
  public String trust() {
    return key.isEmpty()
        ? "its hash was pinned"
        : "signed by the pinned key " + key.substring(0, SHORT);
  }

  /** The folder it is unpacked to: another content never shares it. */
  String folder() {
    return name + "-" + version + "-" + manifestSha256.substring(0, SHORT);
  }
}
