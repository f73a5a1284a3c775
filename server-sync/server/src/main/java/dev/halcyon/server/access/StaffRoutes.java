package dev.halcyon.server.access;

import dev.halcyon.protocol.StaffChange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;

/** People's languages and skills over HTTP. Thread-safe. */
public final class StaffRoutes {
  private final Staff staff;

  public StaffRoutes(Staff staff) {
    this.staff = staff;
  }

  public void bind(Router router) {
    router.on(Routes.STAFF, exchange -> exchange.json(staff.members()));
    router.on(
        Routes.STAFF_CHANGE,
        exchange ->
            exchange.json(
                staff.change(
                    exchange.principal(), exchange.id("id"), exchange.body(StaffChange.class))));
  }
}
