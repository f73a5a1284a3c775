package dev.halcyon.engine.policy;

import dev.halcyon.protocol.ResolvedPolicy;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A policy document as read: its global base, the base with each overlay merged in, and which
 * region gets which. Immutable.
 *
 * @param canonical the whole document as JSON with sorted fields; the same words give the same text
 * @param resolved by name of the overlay; {@link #UNKNOWN_REGION} is the strictest of all
 * @param regions the overlay of each region that has one
 */
public record PolicyDocument(
    ResolvedPolicy base,
    String canonical,
    SortedMap<String, ResolvedPolicy> resolved,
    SortedMap<String, String> regions) {
  /** The overlay for regions nobody knows, of which ISO 3166-1 says nothing. */
  public static final String UNKNOWN_REGION = "ZZ";

  public PolicyDocument {
    resolved = Collections.unmodifiableSortedMap(new TreeMap<>(resolved));
    regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
  }

  /** The policy for a region: its overlay's, the base's, or the strictest where it is unknown. */
  public ResolvedPolicy forRegion(@Nullable String region) {
    return resolved.getOrDefault(overlayOf(region, regions), base);
  }

  /**
   * The overlay that a region gets, the empty string for the base.
   *
   * @param region ISO 3166-1 in either case, or null where it is not known
   */
  public static String overlayOf(@Nullable String region, Map<String, String> regions) {
    String code = region == null ? UNKNOWN_REGION : region.toUpperCase(Locale.ROOT);
    if (!PolicyReader.REGIONS.contains(code)) {
      return UNKNOWN_REGION;
    }
    return regions.getOrDefault(code, "");
  }
}
