package dev.halcyon.protocol;

import java.util.List;

/**
 * How many items came to their verdict in some places of the cascade, beside the design's aim.
 *
 * @param places counted together
 * @param share of all items, 0..1; 0 where there are none
 * @param aimFrom least share of the aim, 0..1
 * @param aimUntil greatest share of the aim, 0..1
 */
public record StageShare(
    List<ReachedAt> places, long items, double share, double aimFrom, double aimUntil) {
  public StageShare {
    places = places == null ? List.of() : List.copyOf(places);
  }
}
