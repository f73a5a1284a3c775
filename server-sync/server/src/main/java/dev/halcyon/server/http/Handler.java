package dev.halcyon.server.http;

/** What a route does once the caller is known and allowed. Called on the request's own thread. */
@FunctionalInterface
public interface Handler {
  void handle(Exchange exchange) throws Exception;
}
