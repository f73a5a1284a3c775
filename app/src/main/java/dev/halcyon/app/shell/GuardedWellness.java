package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.WellnessServer;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.QueueCover;
import java.time.ZoneId;
import java.util.List;

/**
 * One's own budgets, breaks and wishes at a server, refused on the JavaFX thread, where the call
 * would freeze the window. Thread-safe.
 */
public record GuardedWellness(WellnessServer server) implements WellnessServer {
  @Override
  public OwnWellness own() {
    Fx.mustNotBlock("asking what is left of one's time");
    return server.own();
  }

  @Override
  public OwnWellness beginBreak() {
    Fx.mustNotBlock("beginning a break");
    return server.beginBreak();
  }

  @Override
  public OwnWellness endBreak() {
    Fx.mustNotBlock("ending a break");
    return server.endBreak();
  }

  @Override
  public OwnWellness moveTo(ZoneId zone) {
    Fx.mustNotBlock("changing the time zone");
    return server.moveTo(zone);
  }

  @Override
  public OwnWellness optOut(Category category) {
    Fx.mustNotBlock("opting out of a category");
    return server.optOut(category);
  }

  @Override
  public OwnWellness optIn(Category category) {
    Fx.mustNotBlock("taking a category again");
    return server.optIn(category);
  }

  @Override
  public List<QueueCover> cover() {
    Fx.mustNotBlock("asking for the cover of the queues");
    return server.cover();
  }
}
