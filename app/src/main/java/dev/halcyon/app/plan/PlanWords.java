package dev.halcyon.app.plan;

import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanLimit;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says a plan in words. Immutable. */
final class PlanWords {
  private static final int HOURS = 24;

  private final Words words;

  PlanWords(Words words) {
    this.words = words;
  }

  /** What a field asks for, with its priority where it is one's. */
  static String field(PlanField field, Words words) {
    String asked = words.say("plan.field." + field.key());
    return PlanForm.PRIORITIES.stream()
        .filter(priority -> PlanField.of(priority).contains(field))
        .findFirst()
        .map(priority -> words.say("plan.field.of", words.name(priority), asked))
        .orElse(asked);
  }

  PlanState state(Plan plan, int shiftHours) {
    List<String> lead = new ArrayList<>();
    lead.add(words.say("plan.said.headcount", plan.headcount()));
    lead.add(words.say("plan.said.bare", plan.bareReviewers(), shiftHours));
    lead.add(words.say("plan.said.cases", plan.casesPerDay(), plan.workHours()));
    plan.tiers().stream()
        .filter(tier -> tier.place() == ReachedAt.JUDGE)
        .forEach(tier -> lead.add(words.say("plan.said.judge", tier.perDay(), tier.perSecond())));
    return new PlanState(
        Optional.empty(), lead, plan.languages().stream().map(this::language).toList());
  }

  private PlanState.LanguageShown language(Plan.LanguagePlan plan) {
    List<String> promises = new ArrayList<>();
    plan.attained().forEach(each -> promises.add(promise(each.priority(), each)));
    promises.add(words.say(plan.met() ? "plan.met" : "plan.unmet"));
    return new PlanState.LanguageShown(
        words.say("plan.language", words.language(plan.language()), plan.headcount()),
        plan.hours().stream().map(each -> new PlanState.Bar(each.people(), each.limit())).toList(),
        plan.hours().stream().mapToInt(Plan.Hour::people).max().orElse(0),
        spans(plan.hours()),
        promises);
  }

  private String promise(Priority priority, Plan.Attained attained) {
    if (percent(attained.share().low()) == percent(attained.share().high())) {
      return words.say(
          "plan.promise.steady", words.name(priority), attained.share().value(), attained.wanted());
    }
    return words.say(
        "plan.promise",
        words.name(priority),
        attained.share().value(),
        attained.wanted(),
        attained.share().low(),
        attained.share().high());
  }

  /** As it is said: whole. */
  private static long percent(double share) {
    return Math.round(100 * share);
  }

  /** Hours that follow each other and need the same, together. */
  private List<String> spans(List<Plan.Hour> hours) {
    List<String> spans = new ArrayList<>();
    int from = 0;
    for (int hour = 1; hour <= hours.size(); hour++) {
      if (hour == hours.size() || differs(hours.get(from), hours.get(hour))) {
        Plan.Hour of = hours.get(from);
        spans.add(
            words.say(
                "plan.span", clock(from), clock(hour % HOURS), of.people(), limit(of.limit())));
        from = hour;
      }
    }
    return spans;
  }

  private static boolean differs(Plan.Hour one, Plan.Hour other) {
    return one.people() != other.people() || one.limit() != other.limit();
  }

  private static String clock(int hour) {
    return "%02d:00".formatted(hour);
  }

  String limit(PlanLimit limit) {
    return words.say("plan.limit." + limit.name().toLowerCase(Locale.ROOT));
  }
}
