package dev.halcyon.server.changes;

import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The change feed over HTTP as server-sent events (HTML standard, section 9.2). Each stream has its
 * own virtual thread and keeps only its place; a reader that does not read blocks its own thread
 * and nobody else's. Thread-safe.
 */
public final class ChangeStream {
  private static final Duration PING = Duration.ofSeconds(10);
  private static final int PER_SESSION = 8;

  private final ChangeFeed feed;
  private final Accounts accounts;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  public ChangeStream(ChangeFeed feed, Accounts accounts) {
    this.feed = feed;
    this.accounts = accounts;
  }

  public void bind(Router router) {
    router.on(Routes.CHANGES, this::stream);
  }

  private void stream(Exchange exchange) throws IOException, InterruptedException {
    long since = since(exchange);
    Principal principal = exchange.principal();
    if (open.merge(principal.session(), 1, Integer::sum) > PER_SESSION) {
      leave(principal);
      throw new UserProblem(
          "changes.too_many",
          "This session watches the changes " + PER_SESSION + " times already.",
          "Close a stream before opening another.");
    }
    // It ends when the reader goes away, which shows as a failure to write.
    try (OutputStream out = start(exchange)) {
      follow(out, since, exchange.bearer());
    } finally {
      leave(principal);
    }
  }

  private OutputStream start(Exchange exchange) {
    return exchange
        .with("Cache-Control", "no-store")
        .with("X-Accel-Buffering", "no")
        .output(200, "text/event-stream;charset=UTF-8");
  }

  private void follow(OutputStream out, long since, String token)
      throws IOException, InterruptedException {
    long place = since;
    long checked = System.nanoTime();
    write(out, ": at " + place + "\n\n");
    while (!feed.isClosed()) {
      List<Change> page = feed.after(place, PING);
      // By the clock and not by silence: a busy feed must not outlive the session that opened it.
      if (page.isEmpty() || System.nanoTime() - checked >= PING.toNanos()) {
        if (!mayStill(token)) {
          return;
        }
        checked = System.nanoTime();
      }
      if (page.isEmpty()) {
        write(out, ": ping\n\n");
        continue;
      }
      StringBuilder events = new StringBuilder();
      for (Change change : page) {
        events
            .append("id: ")
            .append(change.seq())
            .append("\nevent: change\ndata: ")
            .append(Wire.write(change))
            .append("\n\n");
      }
      write(out, events.toString());
      place = page.getLast().seq();
    }
  }

  private boolean mayStill(String token) {
    return accounts
        .authenticate(token)
        .filter(principal -> principal.hasAny(Routes.CHANGES.roles()))
        .isPresent();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Where to begin: the last event the reader saw, or what it asks for, or now. */
  private long since(Exchange exchange) {
    Optional<String> lastEvent = exchange.header("Last-Event-ID");
    if (lastEvent.isPresent()) {
      try {
        return Math.max(0, Long.parseLong(lastEvent.get().strip()));
      } catch (NumberFormatException e) {
        throw new UserProblem(
            "request.header",
            "Last-Event-ID is no number.",
            "Send the id of the last event, or leave the header out.");
      }
    }
    return exchange.query("since", feed.last(), 0, Long.MAX_VALUE);
  }

  private void leave(Principal principal) {
    open.computeIfPresent(principal.session(), (session, count) -> count <= 1 ? null : count - 1);
  }
}
