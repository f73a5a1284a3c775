package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Locale;

/** Tells what a file is, and says in words why one is not opened. Stateless. */
final class Detection {
  private Detection() {}

  /**
   * The type of a file by its bytes.
   *
   * @throws UserProblem {@code media.empty} or {@code media.type}
   */
  static MediaType type(ByteReader file, String declared) throws IOException {
    return type(file.range(0, MediaType.HEAD), declared);
  }

  /**
   * The same by the first bytes alone.
   *
   * @param head all that there are, up to {@link MediaType#HEAD}
   * @throws UserProblem {@code media.empty} or {@code media.type}
   */
  static MediaType type(byte[] head, String declared) {
    if (head.length == 0) {
      throw new UserProblem(
          "media.empty",
          "The file declared as " + declared + " is empty (0 bytes).",
          "Ask the platform to send it again.");
    }
    return MediaType.sniff(head)
        .orElseThrow(
            () ->
                new UserProblem(
                    "media.type",
                    "The file is declared as "
                        + declared
                        + ", but its bytes are "
                        + looks(head)
                        + ".",
                    "Only JPEG, PNG, WebP, GIF, BMP, AVIF, MP4, QuickTime, Matroska, WebM, AVI,"
                        + " MPEG, FLV, Ogg, WAV, FLAC, MP3, AAC and AMR are opened: check what the"
                        + " platform sends."));
  }

  private static String looks(byte[] head) {
    int printable = 0;
    for (byte b : head) {
      printable += (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t' ? 1 : 0;
    }
    if (printable < head.length * 0.95) {
      return "of no kind that is opened";
    }
    String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("#extm3u") || start.startsWith("ffconcat")) {
      return "a playlist that names other files";
    } else if (start.contains("<svg")) {
      return "a vector drawing (SVG)";
    } else if (start.startsWith("<")) {
      return "a text with markup";
    }
    return "plain text";
  }
}
