package dev.halcyon.server.intake;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.media.MediaFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a submission that breaks a rule, naming the field by its path and never quoting content.
 * Immutable and safe for any thread.
 */
final class SubmissionCheck {
  /** The most bytes of UTF-8 an item's words and its conversation may have together. */
  static final int TEXT_BYTES = 10 * 1024 * 1024;

  static final int MEDIA = 32;
  static final int MESSAGES = 500;
  static final int REPORTS = 500;
  private static final int NAME = 300;
  private static final int COMMENT = 10_000;

  /** How far a platform's clock may run ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");
  private static final int LANGUAGE_LENGTH = 16;
  private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

  private final Clock clock;

  SubmissionCheck(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks everything that can be known without the database.
   *
   * @throws UserProblem {@code item.invalid} and, above the limit of text, {@code item.too_large}
   */
  void check(ItemSubmission item) {
    name("source", item.source(), 100);
    name("externalId", item.externalId(), NAME);
    present("surface", item.surface());
    if (item.audience() == Audience.UNKNOWN) {
      throw invalid(
          "audience",
          "is no audience",
          "Send GENERAL, MINORS, NEWS or EDUCATION, or leave it out.");
    }
    if (item.language() != null && !isLanguage(item.language())) {
      throw invalid(
          "language", "is no ISO 639-1 code", "Send for example \"en\", or leave it out.");
    }
    if (!REGION.matcher(present("region", item.region())).matches()) {
      throw invalid(
          "region", "is no ISO 3166-1 alpha-2 code", "Send for example \"DE\", or \"ZZ\".");
    }
    author(present("author", item.author()));
    atLeastZero("reach", item.reach());
    instant("postedAt", item.postedAt());
    words(item);
    media(item.mediaIds());
    atMost("reports", item.reports().size(), REPORTS);
    for (int i = 0; i < item.reports().size(); i++) {
      report("reports[" + i + "]", item.reports().get(i));
    }
    if (item.text().isEmpty() && item.mediaIds().isEmpty()) {
      throw invalid("text", "is empty and there is no media", "Send words, media, or both.");
    }
  }

  private static boolean isLanguage(String tag) {
    return tag.length() <= LANGUAGE_LENGTH && LANGUAGE.matcher(tag).matches();
  }

  private void author(Author author) {
    name("author.id", author.id(), NAME);
    text("author.displayName", present("author.displayName", author.displayName()), NAME);
    atLeastZero("author.accountAgeDays", author.accountAgeDays());
  }

  private void words(ItemSubmission item) {
    atMost("conversation", item.conversation().size(), MESSAGES);
    long bytes = utf8Length("text", item.text());
    List<ContextMessage> conversation = item.conversation();
    for (int i = 0; i < conversation.size(); i++) {
      ContextMessage message = conversation.get(i);
      String path = "conversation[" + i + "]";
      name(path + ".authorId", message.authorId(), NAME);
      text(path + ".authorName", present(path + ".authorName", message.authorName()), NAME);
      instant(path + ".at", message.at());
      bytes += utf8Length(path + ".text", present(path + ".text", message.text()));
      @Nullable Integer answered = message.replyTo();
      if (answered != null && (answered < 0 || answered >= i)) {
        throw invalid(
            path + ".replyTo",
            "names no earlier message",
            "Send the position of the message it answers, counted from 0, or leave it out.");
      }
    }
    if (bytes > TEXT_BYTES) {
      throw new UserProblem(
          "item.too_large",
          "The item's text and conversation have "
              + bytes
              + " bytes; an item may have "
              + TEXT_BYTES
              + ".",
          "Send the part that is to be judged, or split it into several items.");
    }
  }

  private static void media(List<String> mediaIds) {
    atMost("mediaIds", mediaIds.size(), MEDIA);
    for (int i = 0; i < mediaIds.size(); i++) {
      if (!MediaFiles.isMediaId(mediaIds.get(i))) {
        throw invalid(
            "mediaIds[" + i + "]",
            "is no media id",
            "Use the mediaId that POST /v1/media answered.");
      }
    }
  }

  private void report(String path, ReportSubmission report) {
    present(path + ".source", report.source());
    name(path + ".reporterId", report.reporterId(), NAME);
    text(path + ".comment", report.comment(), COMMENT);
    instant(path + ".receivedAt", report.receivedAt());
  }

  private void instant(String path, @Nullable Instant instant) {
    if (present(path, instant).isAfter(clock.instant().plus(SKEW))) {
      throw invalid(
          path, "lies in the future", "Send the time in UTC and check the sender's clock.");
    }
    if (instant.isBefore(Instant.EPOCH)) {
      throw invalid(path, "lies before 1970", "Send the time in UTC as ISO-8601.");
    }
  }

  private static void name(String path, @Nullable String text, int longest) {
    if (present(path, text).isBlank()) {
      throw invalid(path, "is empty", "Send a value.");
    }
    text(path, text, longest);
  }

  private static void text(String path, String text, int longest) {
    if (text.length() > longest) {
      throw invalid(
          path, "has " + text.length() + " characters; " + longest + " are allowed", "Shorten it.");
    }
    utf8Length(path, text);
  }

  /** JSON escapes can spell what UTF-8 and SQL cannot hold; it is refused, not silently changed. */
  private static long utf8Length(String path, String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else if (Character.isSurrogate(unit) || unit == 0) {
        throw invalid(
            path,
            (unit == 0 ? "holds U+0000" : "holds half of a surrogate pair") + " at position " + i,
            "Send well-formed Unicode text.");
      } else {
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  private static void atLeastZero(String path, long value) {
    if (value < 0) {
      throw invalid(path, "is negative", "Send 0 or more.");
    }
  }

  private static void atMost(String path, int size, int most) {
    if (size > most) {
      throw invalid(path, "has " + size + " entries; " + most + " are allowed", "Send fewer.");
    }
  }

  private static <T> T present(String path, @Nullable T value) {
    if (value == null) {
      throw invalid(path, "is missing", "Send it; docs/protocol.md lists what an item needs.");
    }
    return value;
  }

  private static UserProblem invalid(String path, String what, String remedy) {
    return new UserProblem("item.invalid", "The field " + path + " " + what + ".", remedy);
  }
}
