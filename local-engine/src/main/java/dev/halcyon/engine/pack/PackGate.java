package dev.halcyon.engine.pack;

import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a pack that somebody sent may be unpacked: first who vouches for it, then what it
 * says of itself. Of a pack that nobody vouches for nothing but the manifest's bytes is read, and
 * nothing is written. Stateless but for the keys it is given.
 */
final class PackGate {
  private static final int LONGEST_SIGNATURE = 1024;

  private final TrustedKeys keys;

  PackGate(TrustedKeys keys) {
    this.keys = keys;
  }

  /** A pack that may be unpacked, and the pin it will have. */
  record Admitted(PackManifest manifest, byte[] manifestBytes, byte[] signature, Pin pin) {}

  /**
   * Lets a pack in, or says why not.
   *
   * @param sha256 of the zip file or of its manifest, as the administrator was told it; lower-case
   *     hex, or null
   * @throws UserProblem {@code pack.*}
   */
  Admitted admit(
      PackSource source, @Nullable String sha256, @Nullable String acceptedLicence, Instant now) {
    byte[] bytes = source.small(PackManifest.FILE, ManifestReader.MOST_BYTES);
    byte[] signature =
        source.names().contains(PackManifest.SIGNATURE)
            ? source.small(PackManifest.SIGNATURE, LONGEST_SIGNATURE)
            : new byte[0];
    String hash = Hashes.sha256(bytes);
    String key = vouched(source, sha256, hash, bytes, signature);
    PackManifest manifest = ManifestReader.read(bytes);
    Licences.check(manifest.licence(), acceptedLicence);
    complete(source, manifest);
    return new Admitted(
        manifest,
        bytes,
        signature,
        new Pin(
            manifest.name(),
            manifest.version(),
            manifest.kind().id(),
            hash,
            key,
            acceptedLicence == null ? "" : acceptedLicence,
            now));
  }

  /** The fingerprint of the key that vouches, or empty where the hash does. */
  private String vouched(
      PackSource source,
      @Nullable String sha256,
      String manifestHash,
      byte[] manifest,
      byte[] signature) {
    if (sha256 != null) {
      if (sha256.equals(manifestHash) || source.sha256().filter(sha256::equals).isPresent()) {
        return "";
      }
      throw new UserProblem(
          "pack.hash",
          "The pack is not the one you were told of: neither it nor its manifest has the SHA-256 "
              + sha256
              + ".",
          "Fetch the pack again, and the hash from its maker, not from the pack.");
    }
    if (signature.length == 0) {
      throw new UserProblem(
          "pack.untrusted",
          "Nobody vouches for this pack: it is not signed, and you named no hash.",
          "Ask its maker, by another way than the one the pack came by, for its SHA-256 and give it"
              + " as --sha256, or for a signed pack and pin the maker's key: ./halcyon models trust"
              + " KEY.pem");
    }
    return keys.signerOf(manifest, signature)
        .orElseThrow(
            () ->
                new UserProblem(
                    "pack.untrusted",
                    "None of the pinned keys (" + keys.all().size() + ") signed this pack.",
                    "Pin the key of a maker you trust with ./halcyon models trust KEY.pem; if you"
                        + " have, the pack was changed after it was signed."))
        .fingerprint();
  }

  /** What is in the pack is what the manifest lists: no less, and nothing unseen beside it. */
  private static void complete(PackSource source, PackManifest manifest) {
    Set<String> listed = new HashSet<>();
    manifest.files().forEach(file -> listed.add(file.path()));
    for (String name : listed) {
      if (!source.names().contains(name)) {
        throw new UserProblem(
            "pack.file", "The pack lacks its file " + name + ".", "Fetch the pack again.");
      }
    }
    for (String name : source.names()) {
      if (!listed.contains(name)
          && !name.equals(PackManifest.FILE)
          && !name.equals(PackManifest.SIGNATURE)) {
        throw new UserProblem(
            "pack.file",
            "The pack holds " + PackPaths.shown(name) + ", which its manifest does not list.",
            "Ask the pack's maker for a right one.");
      }
    }
  }
}
