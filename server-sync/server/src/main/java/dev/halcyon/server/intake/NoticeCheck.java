package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a report or an order that breaks a rule, naming the field and never quoting what somebody
 * wrote. Immutable and safe for any thread.
 */
final class NoticeCheck {
  private static final int NAME = 300;
  private static final int BASIS = 500;
  private static final int COMMENT = 10_000;

  private final FieldCheck fields;

  NoticeCheck(Clock clock) {
    this.fields = new FieldCheck("notice.invalid", clock);
  }

  /**
   * @throws UserProblem {@code notice.invalid}
   */
  void check(NoticeSubmission sent) {
    names(sent.noticeId(), sent.source(), sent.externalId());
    if (fields.present("reportedBy", sent.reportedBy()) == ReportSource.UNKNOWN) {
      throw fields.invalid(
          "reportedBy", "is no source", "Send USER, TRUSTED_FLAGGER or AUTHORITY.");
    }
    fields.name("reporterId", sent.reporterId(), NAME);
    optional("contact", sent.contact(), NAME);
    ground(sent.ground());
    optional("legalBasis", sent.legalBasis(), BASIS);
    fields.text("comment", sent.comment(), COMMENT);
    fields.instant("receivedAt", sent.receivedAt());
  }

  /**
   * @throws UserProblem {@code notice.invalid}
   */
  void check(OrderSubmission sent) {
    names(sent.noticeId(), sent.source(), sent.externalId());
    fields.name("authority", sent.authority(), NAME);
    optional("contact", sent.contact(), NAME);
    ground(sent.ground());
    fields.name("legalBasis", sent.legalBasis(), BASIS);
    requires(fields.present("requires", sent.requires()), sent.restrictions());
    fields.text("comment", sent.comment(), COMMENT);
    fields.instant("receivedAt", sent.receivedAt());
    if (sent.deadline() != null && !sent.deadline().isAfter(sent.receivedAt())) {
      throw fields.invalid(
          "deadline", "is not after receivedAt", "Send both in UTC, or leave the deadline out.");
    }
    if (sent.deadline() != null && sent.deadline().isAfter(FieldCheck.LATEST)) {
      throw fields.invalid("deadline", "lies after 9999", "Send the time in UTC as ISO-8601.");
    }
  }

  private void names(String noticeId, String source, String externalId) {
    fields.name("noticeId", noticeId, NAME);
    fields.name("source", source, 100);
    fields.name("externalId", externalId, NAME);
  }

  private void optional(String path, @Nullable String text, int longest) {
    if (text != null) {
      fields.name(path, text, longest);
    }
  }

  private void ground(@Nullable Category ground) {
    if (ground == Category.UNKNOWN) {
      String known =
          Arrays.stream(Category.values())
              .filter(each -> each != Category.UNKNOWN)
              .map(Category::id)
              .collect(Collectors.joining(", "));
      throw fields.invalid(
          "ground", "is no category", "Leave it out, or send one of: " + known + ".");
    }
  }

  private void requires(DecisionAction action, List<Restriction> restrictions) {
    if (action != DecisionAction.REMOVE && action != DecisionAction.RESTRICT) {
      throw fields.invalid(
          "requires", "is nothing an order can ask for", "Send REMOVE or RESTRICT.");
    }
    boolean restrict = action == DecisionAction.RESTRICT;
    boolean wrong =
        restrictions.isEmpty() == restrict
            || restrictions.contains(Restriction.UNKNOWN)
            || new HashSet<>(restrictions).size() < restrictions.size();
    if (wrong) {
      String known =
          Arrays.stream(Restriction.values())
              .filter(each -> each != Restriction.UNKNOWN)
              .map(Enum::name)
              .collect(Collectors.joining(", "));
      throw fields.invalid(
          "restrictions",
          restrict ? "names no way to restrict, or one twice" : "goes with RESTRICT only",
          restrict ? "Send some of: " + known + ", each once." : "Leave it out.");
    }
  }
}
