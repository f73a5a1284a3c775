package dev.halcyon.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a version of the policy would change.
 *
 * @param judged items whose verdict under it is known
 * @param changed those of them that would get another verdict
 * @param unanswered items that a stage would have to look at again, beyond what was allowed
 * @param byModel items that were judged by models again
 * @param missing how many items lacked what each stage would say
 */
public record WhatIfReport(
    long judged,
    long changed,
    long unanswered,
    long byModel,
    Map<String, Long> missing,
    List<OutcomeShift> categories,
    List<OutcomeShift> regions,
    List<OutcomeShift> languages,
    List<ChangedItem> examples) {
  /** Nothing known yet. */
  public static final WhatIfReport EMPTY =
      new WhatIfReport(0, 0, 0, 0, Map.of(), List.of(), List.of(), List.of(), List.of());

  public WhatIfReport {
    missing =
        missing == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(missing)));
    categories = categories == null ? List.of() : List.copyOf(categories);
    regions = regions == null ? List.of() : List.copyOf(regions);
    languages = languages == null ? List.of() : List.copyOf(languages);
    examples = examples == null ? List.of() : List.copyOf(examples);
  }
}
