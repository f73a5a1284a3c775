package dev.halcyon.engine.text.train;

import dev.halcyon.protocol.Category;
import java.util.Map;

/**
 * One labelled text.
 *
 * @param source the file it came from
 * @param labels whether it belongs to a category; a category that is absent is unknown
 * @param fingerprint of its words, the same for texts that differ in case or spacing alone
 */
record Row(String source, String text, Map<Category, Boolean> labels, String fingerprint) {
  Row {
    labels = Map.copyOf(labels);
  }
}
