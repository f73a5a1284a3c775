package dev.halcyon.assets;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of the {@code assets/} room on the class path, so that no other class knows where
 * models, policies, fonts or samples lie. Stateless and safe for any thread.
 */
public final class Assets {
  private static final String ROOT = "/halcyon/";

  private Assets() {}

  /**
   * Opens an asset.
   *
   * @param path relative to {@code assets/}, with forward slashes, for example {@code
   *     models/coco_labels.txt}
   * @throws FileNotFoundException when no such asset was packaged
   */
  public static InputStream open(String path) throws FileNotFoundException {
    @Nullable InputStream stream = Assets.class.getResourceAsStream(ROOT + path);
    if (stream == null) {
      throw new FileNotFoundException("no asset named " + path + "; is the assets jar complete?");
    }
    return stream;
  }

  /** Reads a whole asset, for those small enough to hold in memory (models, policies, fonts). */
  public static byte[] bytes(String path) {
    try (InputStream stream = open(path)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of an asset for loaders that insist on one (fonts, style sheets), or null. */
  public static @Nullable URL url(String path) {
    return Assets.class.getResource(ROOT + path);
  }
}
