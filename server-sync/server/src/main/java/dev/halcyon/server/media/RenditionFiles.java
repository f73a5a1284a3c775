package dev.halcyon.server.media;

import dev.halcyon.engine.EncodedPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps the harmless renditions the engine made, by media id and position in the keyframe strip. A
 * rendition can always be made again, so it is written whole but not forced. Safe for any thread.
 */
public final class RenditionFiles {
  private final Path folder;

  public RenditionFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores the renditions of one media part, in strip order; older ones are replaced. */
  public void store(String mediaId, List<EncodedPicture> renditions) {
    for (int frame = 0; frame < renditions.size(); frame++) {
      EncodedPicture picture = renditions.get(frame);
      if (!picture.type().equals("image/jpeg")) {
        throw new IllegalArgumentException("renditions are image/jpeg, not " + picture.type());
      }
      Path target = path(mediaId, frame);
      Path fresh = target.resolveSibling(UUID.randomUUID() + ".part");
      try {
        Files.createDirectories(folder.resolve(mediaId.substring(0, 2)).resolve(mediaId));
        Files.write(fresh, picture.bytes());
        Files.move(
            fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The JPEG of one frame, or nothing when none was made. */
  public Optional<byte[]> load(String mediaId, int frame) {
    if (!MediaFiles.isMediaId(mediaId) || frame < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(path(mediaId, frame)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes all renditions of a media part. */
  public void delete(String mediaId) {
    Path of = path(mediaId, 0).getParent();
    if (!Files.isDirectory(of)) {
      return;
    }
    try (Stream<Path> pictures = Files.list(of)) {
      for (Path picture : pictures.toList()) {
        Files.deleteIfExists(picture);
      }
      Files.deleteIfExists(of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String mediaId, int frame) {
    if (!MediaFiles.isMediaId(mediaId)) {
      throw new IllegalArgumentException("not a media id");
    }
    return folder.resolve(mediaId.substring(0, 2)).resolve(mediaId).resolve(frame + ".jpg");
  }
}
