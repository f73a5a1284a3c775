package dev.halcyon.engine.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pins.json}: which packs are installed and trusted. Replacing it is what installs or
 * removes a pack, so that a crash leaves the one state or the other. Holds nothing; each call
 * reads.
 */
final class PinFile {
  private static final int FORMAT = 1;

  private final Path file;

  PinFile(Path file) {
    this.file = file;
  }

  /** As it lies on disk. */
  private record Pins(int halcyonPins, @Nullable List<Pin> pins) {}

  /** All pins, in the order in which the packs were added. */
  List<Pin> read() {
    try {
      Pins read = Wire.mapper().readValue(Files.readAllBytes(file), Pins.class);
      if (read.halcyonPins != FORMAT || read.pins == null) {
        throw damaged(null);
      }
      return List.copyOf(read.pins);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JsonProcessingException | NullPointerException e) {
      throw damaged(e);
    } catch (IOException e) {
      throw new UserProblem(
          "pack.pins",
          "The file of pinned packs " + file + " cannot be read.",
          "Give yourself the right to read it.",
          e);
    }
  }

  private UserProblem damaged(@Nullable Exception cause) {
    return new UserProblem(
        "pack.pins",
        "The file of pinned packs " + file + " is damaged.",
        "Move it away, then add the packs again.",
        cause);
  }

  void write(List<Pin> pins) {
    String json = Wire.write(new Pins(FORMAT, pins));
    PackFiles.replace(file, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Another value whenever the file is another one. */
  static String stamp(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    } catch (IOException e) {
      return "none";
    }
  }

  String stamp() {
    return stamp(file);
  }
}
