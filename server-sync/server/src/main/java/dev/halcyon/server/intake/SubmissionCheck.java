package dev.halcyon.server.intake;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.outside.Connections;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
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

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");
  private static final int LANGUAGE_LENGTH = 16;
  private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

  private static final int URL_LENGTH = 2000;

  private final FieldCheck fields;
  private final Connections connections;

  /**
   * @param connections from where media may be fetched
   */
  SubmissionCheck(Clock clock, Connections connections) {
    this.connections = connections;
    this.fields = new FieldCheck("item.invalid", clock);
  }

  /**
   * Checks everything that can be known without the database.
   *
   * @throws UserProblem {@code item.invalid} and, above the limit of text, {@code item.too_large}
   */
  void check(ItemSubmission item) {
    fields.name("source", item.source(), 100);
    fields.name("externalId", item.externalId(), NAME);
    fields.present("surface", item.surface());
    if (item.audience() == Audience.UNKNOWN) {
      throw fields.invalid(
          "audience",
          "is no audience",
          "Send GENERAL, MINORS, NEWS or EDUCATION, or leave it out.");
    }
    if (item.language() != null && !isLanguage(item.language())) {
      throw fields.invalid(
          "language", "is no ISO 639-1 code", "Send for example \"en\", or leave it out.");
    }
    if (!REGION.matcher(fields.present("region", item.region())).matches()) {
      throw fields.invalid(
          "region", "is no ISO 3166-1 alpha-2 code", "Send for example \"DE\", or \"ZZ\".");
    }
    author(fields.present("author", item.author()));
    fields.atLeastZero("reach", item.reach());
    fields.instant("postedAt", item.postedAt());
    words(item);
    media(item.mediaIds());
    fields.atMost("mediaUrls", item.mediaIds().size() + item.mediaUrls().size(), MEDIA);
    for (int i = 0; i < item.mediaUrls().size(); i++) {
      url("mediaUrls[" + i + "]", item.mediaUrls().get(i));
    }
    fields.atMost("reports", item.reports().size(), REPORTS);
    for (int i = 0; i < item.reports().size(); i++) {
      report("reports[" + i + "]", item.reports().get(i));
    }
    if (item.text().isEmpty() && item.mediaIds().isEmpty() && item.mediaUrls().isEmpty()) {
      throw fields.invalid("text", "is empty and there is no media", "Send words, media, or both.");
    }
  }

  private static boolean isLanguage(String tag) {
    return tag.length() <= LANGUAGE_LENGTH && LANGUAGE.matcher(tag).matches();
  }

  private void author(Author author) {
    fields.name("author.id", author.id(), NAME);
    fields.text(
        "author.displayName", fields.present("author.displayName", author.displayName()), NAME);
    fields.atLeastZero("author.accountAgeDays", author.accountAgeDays());
  }

  private void words(ItemSubmission item) {
    fields.atMost("conversation", item.conversation().size(), MESSAGES);
    long bytes = fields.utf8Length("text", item.text());
    List<ContextMessage> conversation = item.conversation();
    for (int i = 0; i < conversation.size(); i++) {
      ContextMessage message = conversation.get(i);
      String path = "conversation[" + i + "]";
      fields.name(path + ".authorId", message.authorId(), NAME);
      fields.text(
          path + ".authorName", fields.present(path + ".authorName", message.authorName()), NAME);
      fields.instant(path + ".at", message.at());
      bytes += fields.utf8Length(path + ".text", fields.present(path + ".text", message.text()));
      @Nullable Integer answered = message.replyTo();
      if (answered != null && (answered < 0 || answered >= i)) {
        throw fields.invalid(
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

  private void media(List<String> mediaIds) {
    fields.atMost("mediaIds", mediaIds.size(), MEDIA);
    for (int i = 0; i < mediaIds.size(); i++) {
      if (!MediaFiles.isMediaId(mediaIds.get(i))) {
        throw fields.invalid(
            "mediaIds[" + i + "]",
            "is no media id",
            "Use the mediaId that POST /v1/media answered.");
      }
    }
  }

  private void url(String path, String text) {
    fields.name(path, text, URL_LENGTH);
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw fields.invalid(path, "is no web address", "Send https://host/path, percent-encoded.");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw fields.invalid(
          path, "holds a user name or a fragment", "Send the address without them.");
    }
    if (!connections.mayFetch(url)) {
      throw fields.invalid(
          path,
          "has an origin that this server does not fetch from",
          "Upload the bytes with POST /v1/media, or ask the operator to add the origin to"
              + " mediaOrigins.");
    }
  }

  private void report(String path, ReportSubmission report) {
    fields.present(path + ".source", report.source());
    fields.name(path + ".reporterId", report.reporterId(), NAME);
    fields.text(path + ".comment", report.comment(), COMMENT);
    fields.instant(path + ".receivedAt", report.receivedAt());
  }
}
