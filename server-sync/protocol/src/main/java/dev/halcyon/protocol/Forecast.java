package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;

/**
 * Which queues will decide cases too late, as far as can be told.
 *
 * @param at when it was made
 * @param peopleAtWork who decided or held a case in the last half hour
 */
public record Forecast(Instant at, int peopleAtWork, List<QueueForecast> queues) {
  public Forecast {
    queues = queues == null ? List.of() : List.copyOf(queues);
  }
}
