package dev.halcyon.engine.fusion;

import dev.halcyon.engine.model.ObjectDetector;
import java.util.Set;
import java.util.TreeSet;

/** The objects that the shipped detector can see, by name. */
final class Labels {
  static final Set<String> KNOWN = known();

  private Labels() {}

  private static Set<String> known() {
    Set<String> labels = new TreeSet<>(ObjectDetector.shippedLabels());
    labels.remove("n/a"); // the numbering of the classes has gaps
    return labels;
  }
}
