package dev.halcyon.server.media;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps the harmless renditions the engine made, by media id and position in the keyframe strip,
 * and what sound looks like and says, encrypted under a key made from that of the media file. A
 * rendition can always be made again, so it is written whole but not forced. Safe for any thread.
 */
public final class RenditionFiles {
  private static final int KEY_BYTES = 32;

  /** Name of the file that holds what a sound looks like and says; a frame's is a number. */
  private static final String SOUND = "sound";

  private static final byte[] PURPOSE = "halcyon rendition".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final MediaKeys keys;

  public RenditionFiles(Path folder, MediaKeys keys) {
    this.folder = folder;
    this.keys = keys;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stores the renditions of one media part, in strip order; older ones are replaced. Nothing is
   * kept of a part that was destroyed meanwhile.
   */
  public void store(String mediaId, List<EncodedPicture> renditions) {
    Optional<AesGcmJce> cipher = cipher(mediaId);
    if (cipher.isEmpty()) {
      return;
    }
    for (int frame = 0; frame < renditions.size(); frame++) {
      write(cipher.get(), mediaId, name(frame, Filter.USUAL), renditions.get(frame));
    }
  }

  /** Stores the rendition of one frame by a filter, unless the part was destroyed meanwhile. */
  public void store(String mediaId, int frame, Filter filter, EncodedPicture rendition) {
    cipher(mediaId).ifPresent(cipher -> write(cipher, mediaId, name(frame, filter), rendition));
  }

  /** Stores what the sound of a part looks like and says, unless it was destroyed meanwhile. */
  public void store(SoundTrack sound) {
    byte[] json = Wire.write(sound).getBytes(StandardCharsets.UTF_8);
    cipher(sound.mediaId()).ifPresent(cipher -> write(cipher, sound.mediaId(), SOUND, json));
  }

  private void write(AesGcmJce cipher, String mediaId, String name, EncodedPicture picture) {
    if (!picture.type().equals("image/jpeg")) {
      throw new IllegalArgumentException("renditions are image/jpeg, not " + picture.type());
    }
    write(cipher, mediaId, name, picture.bytes());
  }

  private void write(AesGcmJce cipher, String mediaId, String name, byte[] bytes) {
    Path target = path(mediaId, name);
    Path fresh = target.resolveSibling(UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(folder.resolve(mediaId.substring(0, 2)).resolve(mediaId));
      Files.write(fresh, cipher.encrypt(bytes, place(mediaId, name)));
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** Of a file; the usual rendition has the frame's number alone. */
  private static String name(int frame, Filter filter) {
    return filter.isUsual()
        ? String.valueOf(frame)
        : frame
            + "-"
            + filter.effect()
            + "-"
            + filter.strength()
            + (filter.grayscale() ? "-GRAY" : "");
  }

  private Optional<AesGcmJce> cipher(String mediaId) {
    return keys.find(mediaId)
        .map(
            key -> {
              try {
                return new AesGcmJce(
                    Hkdf.computeHkdf("HmacSha256", key, new byte[0], PURPOSE, KEY_BYTES));
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HMAC and AES-GCM", e);
              }
            });
  }

  /** Which picture of which part it is, so that none can stand in another's place. */
  private static byte[] place(String mediaId, String name) {
    return (mediaId + "/" + name).getBytes(StandardCharsets.US_ASCII);
  }

  /** Deletes the renditions of one media part. */
  public void delete(String mediaId) {
    Path own = path(mediaId, "0").getParent();
    if (own == null || !Files.isDirectory(own)) {
      return;
    }
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JPEG of one frame, or nothing when none was made, or it is damaged and to be made again.
   */
  public Optional<byte[]> load(String mediaId, int frame) {
    return load(mediaId, frame, Filter.USUAL);
  }

  /** The same by a filter. */
  public Optional<byte[]> load(String mediaId, int frame, Filter filter) {
    if (!MediaFiles.isMediaId(mediaId) || frame < 0) {
      return Optional.empty();
    }
    return read(mediaId, name(frame, filter));
  }

  /** The sound of a part, or nothing when it was never drawn, or is damaged. */
  public Optional<SoundTrack> sound(String mediaId) {
    return MediaFiles.isMediaId(mediaId)
        ? read(mediaId, SOUND)
            .map(json -> Wire.read(new String(json, StandardCharsets.UTF_8), SoundTrack.class))
        : Optional.empty();
  }

  private Optional<byte[]> read(String mediaId, String name) {
    try {
      byte[] sealed = Files.readAllBytes(path(mediaId, name));
      Optional<AesGcmJce> cipher = cipher(mediaId);
      return cipher.isEmpty()
          ? Optional.empty()
          : Optional.of(cipher.get().decrypt(sealed, place(mediaId, name)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String mediaId, String name) {
    if (!MediaFiles.isMediaId(mediaId)) {
      throw new IllegalArgumentException("not a media id");
    }
    return folder.resolve(mediaId.substring(0, 2)).resolve(mediaId).resolve(name + ".enc");
  }
}
