package dev.halcyon.server.intake;

import dev.halcyon.protocol.NoticeReceipt;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.notice.NoticeLists;
import dev.halcyon.server.notice.NoticeRepository;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The routes by which platforms send reports and orders about items the server has, and by which
 * leads see what is owed an answer. Each notice is on disk before it is confirmed, and taken once.
 * Thread-safe.
 */
final class NoticeRoutes {
  private final Database database;
  private final Notices notices;
  private final NoticeCheck check;
  private final NoticeLists lists;
  private final IntakeRepository items = new IntakeRepository();
  private final NoticeRepository repository = new NoticeRepository();

  NoticeRoutes(Database database, Notices notices, Clock clock) {
    this.database = database;
    this.notices = notices;
    this.check = new NoticeCheck(clock);
    this.lists = new NoticeLists(database);
  }

  void bind(Router router) {
    router
        .on(Routes.REPORT, this::report)
        .on(Routes.ORDER, this::order)
        .on(Routes.REPORTS, exchange -> lists.answer(exchange, false))
        .on(Routes.ORDERS, exchange -> lists.answer(exchange, true));
  }

  private void report(Exchange exchange) {
    NoticeSubmission sent = exchange.body(NoticeSubmission.class);
    check.check(sent);
    exchange.json(take(exchange.principal(), Arrival.of(sent), sent.source(), sent.externalId()));
  }

  private void order(Exchange exchange) {
    OrderSubmission sent = exchange.body(OrderSubmission.class);
    check.check(sent);
    exchange.json(take(exchange.principal(), Arrival.of(sent), sent.source(), sent.externalId()));
  }

  private NoticeReceipt take(Principal sender, Arrival arrival, String source, String externalId) {
    sender.mustSpeakFor(source);
    NoticeReceipt receipt =
        database.inTransaction(handle -> take(handle, sender, arrival, source, externalId));
    // Also for a replay: the first answer may have been lost because we died before this.
    database.durable().await();
    return receipt;
  }

  private NoticeReceipt take(
      Handle handle, Principal sender, Arrival arrival, String source, String externalId) {
    Optional<NoticeReceipt> before = known(handle, arrival);
    if (before.isPresent()) {
      return before.get();
    }
    UUID item =
        items
            .find(handle, source, externalId)
            .map(IntakeRepository.Known::itemId)
            .orElseThrow(NoticeRoutes::unknownItem);
    notices.addLater(
        handle,
        sender,
        item,
        () -> known(handle, arrival).isPresent() ? List.of() : List.of(arrival));
    return known(handle, arrival)
        .map(taken -> arrival.report().id().equals(taken.reportId()) ? first(taken) : taken)
        .orElseGet(() -> counted(items.get(handle, item), arrival, source, externalId));
  }

  /** What was answered under this id before; another notice under it is refused. */
  private Optional<NoticeReceipt> known(Handle handle, Arrival arrival) {
    String platform = Objects.requireNonNull(arrival.platform());
    String noticeId = Objects.requireNonNull(arrival.noticeId());
    Optional<NoticeRepository.Known> known = repository.find(handle, platform, noticeId);
    if (known.isPresent() && !known.get().contentHash().equals(arrival.contentHash())) {
      throw new UserProblem(
          "notice.conflict",
          "Another notice was sent under this noticeId before.",
          "Give each report and each order an id of its own, and send it unchanged when you send"
              + " it again.");
    }
    return known.map(NoticeRepository.Known::receipt);
  }

  private static NoticeReceipt first(NoticeReceipt taken) {
    return new NoticeReceipt(
        taken.reportId(),
        taken.noticeId(),
        taken.reporterId(),
        taken.contact(),
        taken.reportedBy(),
        taken.order(),
        taken.itemId(),
        taken.source(),
        taken.externalId(),
        taken.ground(),
        taken.receivedAt(),
        taken.dueAt(),
        taken.caseId(),
        taken.visibility(),
        false,
        false);
  }

  /** Confirms a report that was counted, not kept. */
  private static NoticeReceipt counted(
      IntakeRepository.Known item, Arrival arrival, String source, String externalId) {
    return new NoticeReceipt(
        null,
        arrival.noticeId(),
        arrival.reporterId(),
        arrival.contact(),
        arrival.source(),
        false,
        item.itemId(),
        source,
        externalId,
        arrival.report().ground(),
        arrival.report().receivedAt(),
        null,
        item.caseId(),
        item.visibility(),
        false,
        true);
  }

  private static UserProblem unknownItem() {
    return new UserProblem(
        "item.unknown",
        "There is no item of this source with this externalId.",
        "Send the item with POST /v1/items first; it may carry the report.");
  }
}
