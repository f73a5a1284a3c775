package dev.halcyon.server.notice;

import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.store.Database;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists reports and orders for those who answer for their deadlines. Thread-safe. */
public final class NoticeLists {
  private static final int PAGE = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final NoticeRepository repository = new NoticeRepository();

  public NoticeLists(Database database) {
    this.database = database;
  }

  /** Answers a page; those without an answer unless {@code answered=true} is asked for. */
  public void answer(Exchange exchange, boolean orders) {
    NoticeRepository.Filter filter =
        new NoticeRepository.Filter(
            orders,
            exchange.query("answered").map(NoticeLists::flag).orElse(false),
            exchange.query("source").orElse(null),
            reportedBy(exchange.query("reportedBy")),
            exchange.query("after").map(NoticeLists::id).orElse(FIRST),
            (int) exchange.query("limit", 100, 1, PAGE));
    exchange.json(database.read(handle -> repository.list(handle, filter)));
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("answered", "Use true or false.");
    };
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw wrong("after", "Use the reportId of the last entry of the page before.");
    }
  }

  private static @Nullable ReportSource reportedBy(Optional<String> text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      ReportSource source = ReportSource.valueOf(text.get());
      if (source != ReportSource.UNKNOWN) {
        return source;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same answer.
    }
    throw wrong("reportedBy", "Use USER, TRUSTED_FLAGGER or AUTHORITY.");
  }

  private static UserProblem wrong(String name, String remedy) {
    return new UserProblem(
        "request.query", "The query's \"" + name + "\" cannot be understood.", remedy);
  }
}
