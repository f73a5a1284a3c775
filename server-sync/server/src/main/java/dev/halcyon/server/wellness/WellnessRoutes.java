package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.ZoneChange;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** One's own balance, breaks, time zone and wishes over HTTP. Thread-safe. */
public final class WellnessRoutes {
  private final OwnWishes wishes;
  private final Function<Principal, List<Relief>> reliefs;

  /**
   * @param reliefs what somebody was taken off for a shift
   */
  public WellnessRoutes(
      Database database,
      Policies policies,
      Clock clock,
      Function<Principal, List<Relief>> reliefs) {
    this.wishes = new OwnWishes(database, policies, clock);
    this.reliefs = reliefs;
  }

  public void bind(Router router) {
    router.on(Routes.WELLNESS_MINE, exchange -> own(exchange, _ -> {}));
    router.on(Routes.BREAK_BEGIN, exchange -> own(exchange, wishes::beginBreak));
    router.on(Routes.BREAK_END, exchange -> own(exchange, wishes::endBreak));
    router.on(
        Routes.WELLNESS_ZONE,
        exchange -> {
          String zone = exchange.body(ZoneChange.class).zone();
          own(exchange, account -> wishes.moveTo(account, zone));
        });
    router.on(
        Routes.OPT_OUT,
        exchange -> own(exchange, account -> wishes.optOut(account, category(exchange))));
    router.on(
        Routes.OPT_IN,
        exchange -> own(exchange, account -> wishes.optIn(account, category(exchange))));
  }

  /** Does something of the asker's own, and answers with how they stand then. */
  private void own(Exchange exchange, Consumer<UUID> deed) {
    Principal asker = exchange.principal();
    deed.accept(asker.id());
    exchange.json(wishes.own(asker.id(), reliefs.apply(asker)));
  }

  private static Category category(Exchange exchange) {
    Category category = Category.of(exchange.path("category"));
    if (category == Category.UNKNOWN) {
      throw new UserProblem(
          "wellness.category",
          "There is no such category.",
          "Use one of "
              + Arrays.stream(Category.values())
                  .filter(each -> each != Category.UNKNOWN)
                  .map(Category::id)
                  .toList()
              + ".");
    }
    return category;
  }
}
