package dev.halcyon.engine.cli;

import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file as what it is by its bytes: text, or media that only the worker may open. Immutable. */
sealed interface ContentFile {
  String sha256();

  /**
   * A text file.
   *
   * @param text without a byte order mark, which counts in no offset
   */
  record Text(String sha256, String text) implements ContentFile {}

  /** Anything else; the worker says what it is, or that it is nothing it opens. */
  record Media(PathSource source) implements ContentFile {
    @Override
    public String sha256() {
      return source.mediaId();
    }
  }

  /** An empty file with such a name is a broken picture or film, not an empty text. */
  Set<String> MEDIA_ENDINGS =
      Set.of(
          "jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "avif", "mp4", "m4v", "mov", "mkv",
          "webm", "avi", "ts", "mpg", "mpeg", "flv", "ogg", "wav", "flac", "mp3", "m4a");

  /**
   * Reads a file's kind, and of a text all of it.
   *
   * @throws UserProblem {@code file.kind} for what is no ordinary file, {@code file.large} for a
   *     text that is too long
   * @throws IOException when it cannot be read
   */
  static ContentFile read(Path file) throws IOException {
    if (!Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
        .isRegularFile()) {
      // Opening a pipe or a device could wait for ever.
      throw new UserProblem(
          "file.kind", "This is no ordinary file.", "Name files, folders, or - for JSON lines.");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LineScan.MOST_BYTES + 1);
    }
    byte[] head = java.util.Arrays.copyOf(bytes, Math.min(bytes.length, MediaType.HEAD));
    Optional<MediaType> type = MediaType.sniff(head);
    if (type.isPresent()) {
      return new Media(PathSource.of(file, type.get().modality(), type.get().mime()));
    }
    boolean whole = bytes.length <= LineScan.MOST_BYTES;
    @Nullable String text = named(file) && bytes.length == 0 ? null : text(bytes, whole);
    if (text == null) {
      return new Media(PathSource.of(file, Modality.UNKNOWN, "application/octet-stream"));
    } else if (!whole) {
      throw new UserProblem(
          "file.large",
          "This text file has more than " + LineScan.MOST_BYTES + " bytes.",
          "Split it, or send its parts as JSON lines to scan -.");
    }
    String hash = HexFormat.of().formatHex(PathSource.sha256().digest(bytes));
    return new Text(hash, text);
  }

  private static boolean named(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return MEDIA_ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The bytes as text, or null when they are none; of a part, a torn last character is let go. */
  private static @Nullable String text(byte[] bytes, boolean whole) {
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (starts(bytes, 0xef, 0xbb, 0xbf)) {
      mark = 3;
    } else if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) {
      charset = bytes[0] == (byte) 0xff ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
      mark = 2;
    }
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    ByteBuffer in = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
    if (decoder.decode(in, text, whole).isError()) {
      return null;
    }
    String decoded = text.flip().toString();
    // No writing has the character NUL; a great many other files do.
    return decoded.indexOf('\0') < 0 ? decoded : null;
  }

  private static boolean starts(byte[] bytes, int... wanted) {
    if (bytes.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if ((bytes[i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
