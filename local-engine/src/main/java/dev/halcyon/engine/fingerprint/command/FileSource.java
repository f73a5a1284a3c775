package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file on this machine as a media part; its bytes alone are handed on. Immutable. */
record FileSource(Path file, String mediaId, MediaType type, long size) implements MediaSource {
  @Override
  public Modality kind() {
    return type.modality();
  }

  @Override
  public String declaredType() {
    return type.mime();
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(file);
  }
}
