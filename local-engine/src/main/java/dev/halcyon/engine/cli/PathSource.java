package dev.halcyon.engine.cli;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file on disk as media: the worker gets its bytes, never its path. Immutable. */
record PathSource(Path file, String mediaId, Modality kind, String declaredType, long size)
    implements MediaSource {
  /** Reads the file once for its hash, in pieces. */
  static PathSource of(Path file, Modality kind, String declaredType) throws IOException {
    MessageDigest digest = sha256();
    long size;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      size = in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return new PathSource(
        file, HexFormat.of().formatHex(digest.digest()), kind, declaredType, size);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(file);
  }
}
