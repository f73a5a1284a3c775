package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.queue.QueueRepository.Filter;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Queues, cases and leases over HTTP. Thread-safe. */
public final class QueueRoutes {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  private final Database database;
  private final Queues queues;
  private final CaseDetails details;
  private final Leases leases;
  private final Reliefs reliefs;
  private final NextCases next;
  private final Covers covers;

  public QueueRoutes(
      Database database,
      Queues queues,
      CaseDetails details,
      Leases leases,
      Staffing staffing,
      Wellness wellness,
      Covers covers,
      Clock clock) {
    this.database = database;
    this.queues = queues;
    this.details = details;
    this.leases = leases;
    this.covers = covers;
    this.reliefs = new Reliefs(database, leases, clock);
    this.next =
        new NextCases(database, queues, leases, staffing, new Hands(staffing, wellness, clock));
  }

  public void bind(Router router) {
    router.on(Routes.QUEUES, exchange -> exchange.json(queues.summaries()));
    router.on(Routes.COVER, exchange -> exchange.json(covers.all()));
    router.on(Routes.CASES, this::page);
    router.on(Routes.CASE, this::detail);
    router.on(Routes.CASE_MEMBERS, this::members);
    router.on(
        Routes.CASE_OPEN,
        exchange -> exchange.json(leases.open(exchange.principal(), exchange.id("id"))));
    router.on(Routes.CASE_NEXT, this::next);
    router.on(Routes.CASE_HEARTBEAT, this::heartbeat);
    router.on(Routes.CASE_RELEASE, this::release);
    router.on(Routes.CASE_RELIEF, this::takeOff);
    router.on(Routes.RELIEF, exchange -> exchange.json(reliefs.of(exchange.principal())));
    router.on(Routes.RELIEF_END, this::endRelief);
  }

  /** What somebody was taken off for a shift. */
  public List<Relief> reliefs(Principal principal) {
    return reliefs.of(principal);
  }

  private void page(Exchange exchange) {
    @Nullable String category = exchange.query("category").orElse(null);
    Filter filter =
        new Filter(
            exchange.query("queue").orElse(null),
            constant(exchange, "state", CaseState.class),
            constant(exchange, "priority", Priority.class),
            category == null ? null : category(category),
            exchange.query("language").orElse(null),
            constant(exchange, "kind", Modality.class));
    @Nullable QueueOrder after = exchange.query("after").map(QueueOrder::parse).orElse(null);
    int limit = (int) exchange.query("limit", PAGE, 1, LARGEST_PAGE);
    exchange.json(queues.page(filter, exchange.principal(), after, limit));
  }

  private void detail(Exchange exchange) {
    var id = exchange.id("id");
    exchange.json(database.inTransaction(handle -> details.read(handle, id)));
  }

  private void members(Exchange exchange) {
    var id = exchange.id("id");
    int limit = (int) exchange.query("limit", PAGE, 1, LARGEST_PAGE);
    exchange.json(
        database.read(handle -> details.members(handle, id, exchange.query("after"), limit)));
  }

  private void next(Exchange exchange) {
    var found = next.next(exchange.principal(), exchange.query("queue").orElse(null));
    if (found.isPresent()) {
      exchange.json(found.get());
    } else {
      exchange.noContent();
    }
  }

  private void heartbeat(Exchange exchange) {
    long token = exchange.body(LeaseRequest.class).token();
    exchange.json(leases.heartbeat(exchange.principal(), exchange.id("id"), token));
  }

  private void release(Exchange exchange) {
    long token = exchange.body(LeaseRequest.class).token();
    leases.release(exchange.principal(), exchange.id("id"), token);
    exchange.noContent();
  }

  private void takeOff(Exchange exchange) {
    long token = exchange.body(LeaseRequest.class).token();
    exchange.json(reliefs.takeOff(exchange.principal(), exchange.id("id"), token));
  }

  private void endRelief(Exchange exchange) {
    reliefs.end(exchange.principal());
    exchange.noContent();
  }

  private static Category category(String id) {
    Category category = Category.of(id.toLowerCase(Locale.ROOT));
    if (category == Category.UNKNOWN && !id.equals(Category.UNKNOWN.id())) {
      throw badFilter("category", Arrays.toString(Category.values()).toLowerCase(Locale.ROOT));
    }
    return category;
  }

  private static <E extends Enum<E>> @Nullable E constant(
      Exchange exchange, String name, Class<E> type) {
    @Nullable String value = exchange.query(name).orElse(null);
    if (value == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> badFilter(name, Arrays.toString(type.getEnumConstants())));
  }

  private static UserProblem badFilter(String name, String values) {
    return new UserProblem(
        "request.query",
        "The query's \"" + name + "\" is none of the values it can have.",
        "Use one of " + values + ".");
  }
}
