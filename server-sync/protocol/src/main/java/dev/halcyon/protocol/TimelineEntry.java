package dev.halcyon.protocol;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that happened to an item.
 *
 * @param what for example {@code item.received}, {@code decision.made}, {@code effect.delivered}
 * @param details facts that name no reviewer; an absent one is not there
 */
public record TimelineEntry(Instant at, String what, Map<String, String> details) {
  public TimelineEntry {
    details = new TreeMap<>(details);
  }
}
