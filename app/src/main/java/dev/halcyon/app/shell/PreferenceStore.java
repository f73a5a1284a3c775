package dev.halcyon.app.shell;

import com.fasterxml.jackson.core.JacksonException;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the preferences in one small file, replaced whole, so that a crash leaves the old or the
 * new one. Both calls block; safe for any thread but the one that draws.
 */
public final class PreferenceStore {
  private static final Logger LOG = LoggerFactory.getLogger(PreferenceStore.class);

  private final Path file;

  public PreferenceStore(Path directory) {
    this.file = directory.resolve("preferences.json");
  }

  /** Where they are kept. */
  public Path file() {
    return file;
  }

  /** Whether nothing was ever kept here. */
  public boolean isNew() {
    return Files.notExists(file);
  }

  /** What was kept; the defaults when nothing was, or when the file cannot be understood. */
  public Preferences load() {
    try {
      Preferences kept = Wire.mapper().readValue(Files.readAllBytes(file), Preferences.class);
      return kept == null || kept.look() == null ? Preferences.DEFAULT : kept;
    } catch (NoSuchFileException _) {
      return Preferences.DEFAULT;
    } catch (JacksonException e) {
      LOG.warn("{} cannot be understood; the defaults are used", file);
      return Preferences.DEFAULT;
    } catch (IOException e) {
      LOG.warn("{} cannot be read ({}); the defaults are used", file, e.toString());
      return Preferences.DEFAULT;
    }
  }

  /**
   * Keeps them.
   *
   * @throws UncheckedIOException when the disk refuses
   */
  public synchronized void save(Preferences preferences) {
    Fx.mustNotBlock("saving preferences");
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, Wire.mapper().writeValueAsBytes(preferences));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
