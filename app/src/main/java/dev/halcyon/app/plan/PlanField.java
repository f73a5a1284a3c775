package dev.halcyon.app.plan;

import dev.halcyon.protocol.Priority;
import java.util.List;
import java.util.Locale;

/** What can be typed into the planner, with what stands there at first. */
public enum PlanField {
  VOLUME("1000000"),
  JUDGE("4.5"),
  PEOPLE("0.5"),
  LANGUAGES("en 70, de 30"),
  SHIFT("8"),
  BREAK("10"),
  CAP_SEVERE("240"),
  CAP_MODERATE(""),
  P0_SHARE("5"),
  P0_SECONDS("120"),
  P0_MINUTES("15"),
  P0_TARGET("99"),
  P1_SHARE("35"),
  P1_SECONDS("90"),
  P1_MINUTES("60"),
  P1_TARGET("95"),
  P2_SHARE("60"),
  P2_SECONDS("45"),
  P2_MINUTES("1440"),
  P2_TARGET("95");

  /** What is asked of the team as a whole. */
  public static final List<PlanField> TEAM =
      List.of(VOLUME, JUDGE, PEOPLE, LANGUAGES, SHIFT, BREAK, CAP_SEVERE, CAP_MODERATE);

  private final String first;

  PlanField(String first) {
    this.first = first;
  }

  /** What stands in it at first. */
  public String first() {
    return first;
  }

  /** The four that are asked of a priority: share, seconds, minutes, target. */
  public static List<PlanField> of(Priority priority) {
    return List.of(values()).stream()
        .filter(field -> field.name().startsWith(priority.name() + "_"))
        .toList();
  }

  /** The end of its key among the words; the same for each priority. */
  String key() {
    String name = name().toLowerCase(Locale.ROOT);
    return name.matches("p\\d_.*") ? name.substring(3) : name;
  }
}
