package dev.halcyon.engine.policy;

import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a policy document says of the people who look. Stateless. */
final class WellnessReader {
  private static final int DAY = 24 * 3600;
  private static final int WEEK = 7 * DAY;
  private static final double MOST_WEIGHT = 100;

  private WellnessReader() {}

  static @Nullable WellnessPolicy read(PolicyNode node) {
    if (!node.present()) {
      return null;
    }
    node.onlyFields(
        "zone",
        "break_seconds",
        "case_seconds",
        "weights",
        "budgets",
        "rotation",
        "at_limit",
        "breaks");
    WellnessPolicy none = WellnessPolicy.NONE;
    return new WellnessPolicy(
        zone(node.at("zone"), none.zone()),
        seconds(node.at("break_seconds"), 60, 4 * 3600, none.breakSeconds()),
        seconds(node.at("case_seconds"), 0, 3600, none.caseSeconds()),
        weights(node.at("weights")),
        budgets(node.at("budgets")),
        rotation(node.at("rotation")),
        atLimit(node.at("at_limit")),
        breaks(node.at("breaks")));
  }

  private static String zone(PolicyNode node, String missing) {
    if (!node.present()) {
      return missing;
    }
    String name = node.text();
    try {
      return ZoneId.of(name).getId();
    } catch (DateTimeException e) {
      node.problem("'" + name + "' is no time zone; name it as IANA does, such as Europe/Berlin");
      return missing;
    }
  }

  private static int seconds(PolicyNode node, int least, int most, int missing) {
    if (!node.present()) {
      return missing;
    }
    int seconds = node.count(least);
    if (seconds > most) {
      node.problem("must be at most " + most);
    }
    return Math.min(seconds, most);
  }

  private static ExposureWeights weights(PolicyNode node) {
    ExposureWeights usual = ExposureWeights.USUAL;
    if (!node.present()) {
      return usual;
    }
    node.onlyFields("text", "filtered", "sharp", "sound");
    ExposureWeights weights =
        new ExposureWeights(
            weight(node.at("text"), usual.text()),
            weight(node.at("filtered"), usual.filtered()),
            weight(node.at("sharp"), usual.sharp()),
            weight(node.at("sound"), usual.sound()));
    if (weights.sharp() < weights.filtered()) {
      node.problem("the original must weigh no less than what a filter made of it");
    }
    return weights;
  }

  private static double weight(PolicyNode node, double missing) {
    return node.present() ? node.amount(MOST_WEIGHT) : missing;
  }

  private static List<WellnessBudget> budgets(PolicyNode node) {
    Set<BudgetScope> seen = EnumSet.noneOf(BudgetScope.class);
    return node.list().stream()
        .map(
            each -> {
              WellnessBudget budget = budget(each);
              if (budget.of() != BudgetScope.UNKNOWN && !seen.add(budget.of())) {
                each.problem("two budgets of the same; say all of one in one place");
              }
              return budget;
            })
        .toList();
  }

  private static WellnessBudget budget(PolicyNode node) {
    node.onlyFields("of", "stretch", "day", "week");
    BudgetScope of =
        node.at("of").choice(PolicyReader.known(BudgetScope.values()), BudgetScope.UNKNOWN);
    WellnessBudget budget =
        new WellnessBudget(
            of,
            limit(node.at("stretch"), DAY),
            limit(node.at("day"), DAY),
            limit(node.at("week"), WEEK));
    if (budget.stretch() == null && budget.day() == null && budget.week() == null) {
      node.problem("needs stretch, day or week, in seconds");
    }
    if (above(budget.stretch(), budget.day())
        || above(budget.day(), budget.week())
        || above(budget.stretch(), budget.week())) {
      node.problem("a stretch must fit a day, and a day a week");
    }
    return budget;
  }

  private static boolean above(@Nullable Integer part, @Nullable Integer whole) {
    return part != null && whole != null && part > whole;
  }

  private static @Nullable Integer limit(PolicyNode node, int most) {
    return node.present() ? seconds(node, 0, most, 0) : null;
  }

  private static RotationPolicy rotation(PolicyNode node) {
    RotationPolicy none = RotationPolicy.NONE;
    if (!node.present()) {
      return none;
    }
    node.onlyFields(
        "after_cases", "after_seconds", "neutral_cases", "interleave", "above_mean", "spare");
    PolicyNode above = node.at("above_mean");
    return new RotationPolicy(
        seconds(node.at("after_cases"), 0, 100_000, none.afterCases()),
        seconds(node.at("after_seconds"), 0, DAY, none.afterSeconds()),
        seconds(node.at("neutral_cases"), 1, 1000, none.neutralCases()),
        node.at("interleave").fraction(none.interleave()),
        above.present() ? above.fraction(none.aboveMean()) : none.aboveMean(),
        node.at("spare").fraction(none.spare()));
  }

  private static LimitRule atLimit(PolicyNode node) {
    LimitRule usual = LimitRule.USUAL;
    if (!node.present()) {
      return usual;
    }
    node.onlyFields("effect", "before_seconds");
    return new LimitRule(
        node.at("effect")
            .choice(PolicyReader.known(LimitRule.Effect.values()), LimitRule.Effect.UNKNOWN),
        seconds(node.at("before_seconds"), 0, DAY, usual.beforeSeconds()));
  }

  private static BreakPolicy breaks(PolicyNode node) {
    BreakPolicy usual = BreakPolicy.USUAL;
    if (!node.present()) {
      return usual;
    }
    node.onlyFields("remind_after", "lock_after", "length", "snooze", "snoozes");
    BreakPolicy breaks =
        new BreakPolicy(
            seconds(node.at("remind_after"), 60, DAY, usual.remindAfter()),
            seconds(node.at("lock_after"), 60, DAY, usual.lockAfter()),
            seconds(node.at("length"), 60, 4 * 3600, usual.length()),
            seconds(node.at("snooze"), 0, 4 * 3600, usual.snooze()),
            seconds(node.at("snoozes"), 0, 100, usual.snoozes()));
    if (breaks.lockAfter() < breaks.remindAfter()) {
      node.problem("lock_after lies before remind_after; who is locked out was reminded before");
    }
    return breaks;
  }
}
