package dev.halcyon.engine.pack;

import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A trusted pack on disk. Its files are held to the manifest's hashes each time they are read, and
 * the manifest was held to what is pinned. Immutable.
 */
public record InstalledPack(PackManifest manifest, Pin pin, Path folder) {
  /**
   * A file of the pack.
   *
   * @throws UserProblem {@code pack.missing} or {@code pack.hash}
   */
  public byte[] read(String path) {
    PackManifest.PackFile wanted = manifest.file(path);
    try {
      Path file = folder.resolve(path);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) != wanted.bytes()) {
        throw PackFiles.wrongHash(path, "its length is another, or it is gone");
      }
      byte[] bytes = Files.readAllBytes(file);
      if (!Hashes.sha256(bytes).equals(wanted.sha256())) {
        throw PackFiles.wrongHash(path, "its SHA-256 is another");
      }
      return bytes;
    } catch (IOException e) {
      throw new UserProblem(
          "pack.missing",
          "The file " + path + " of the model pack " + manifest.name() + " cannot be read.",
          "Add the pack again: ./halcyon models add.",
          e);
    }
  }

  /**
   * Loads its model.
   *
   * @return the caller's to close
   * @throws UserProblem {@code pack.*} or {@code model.*}
   */
  public OnnxModel model(OnnxProviders providers) {
    ModelFile file =
        new ModelFile(
            manifest.name(),
            manifest.version(),
            manifest.model(),
            manifest.file(manifest.model()).sha256(),
            manifest.eightBitWeights(),
            manifest.purpose(),
            manifest.licence(),
            manifest.origin() + "; a model pack, " + pin.trust());
    return OnnxModel.load(file, read(manifest.model()), providers);
  }

  /** The names of its model's columns; empty where its kind has none. */
  public List<String> labels() {
    return manifest.labels().isEmpty()
        ? List.of()
        : PackLabels.of(manifest.labels(), read(manifest.labels()));
  }
}
