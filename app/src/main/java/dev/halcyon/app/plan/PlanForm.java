package dev.halcyon.app.plan;

import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was typed into the planner. Immutable. */
public record PlanForm(Map<PlanField, String> typed, DayShape shape) {
  /** What is taken as heavy: critical cases severe, high ones moderate, normal ones neither. */
  private static final Map<Priority, SeverityBand> BANDS =
      Map.of(
          Priority.P0,
          SeverityBand.SEVERE,
          Priority.P1,
          SeverityBand.MODERATE,
          Priority.P2,
          SeverityBand.NEUTRAL);

  static final List<Priority> PRIORITIES = List.of(Priority.P0, Priority.P1, Priority.P2);

  public PlanForm {
    typed = Map.copyOf(typed);
  }

  /** What stands there at first: a million items a day. */
  static PlanForm first() {
    Map<PlanField, String> typed = new EnumMap<>(PlanField.class);
    for (PlanField field : PlanField.values()) {
      typed.put(field, field.first());
    }
    return new PlanForm(typed, DayShape.OFFICE);
  }

  PlanForm with(PlanField field, String text) {
    Map<PlanField, String> other = new EnumMap<>(typed);
    other.put(field, text);
    return new PlanForm(other, shape);
  }

  PlanForm with(DayShape other) {
    return new PlanForm(typed, other);
  }

  /**
   * What it asks for.
   *
   * @throws UserProblem {@code plan.input} that names the field that is no number
   */
  PlanRequest request(Words words) {
    double judge = percent(PlanField.JUDGE, words);
    double people = percent(PlanField.PEOPLE, words);
    List<PlanRequest.Tier> tiers =
        List.of(
            new PlanRequest.Tier(ReachedAt.RULES, 1 - judge - people),
            new PlanRequest.Tier(ReachedAt.JUDGE, judge),
            new PlanRequest.Tier(ReachedAt.PEOPLE, people));
    List<PlanRequest.Work> work = new ArrayList<>();
    List<PlanRequest.Target> targets = new ArrayList<>();
    for (Priority priority : PRIORITIES) {
      List<PlanField> fields = PlanField.of(priority);
      double share = percent(fields.get(0), words);
      work.add(
          new PlanRequest.Work(
              priority.name(), share, number(fields.get(1), words), BANDS.get(priority), priority));
      targets.add(
          new PlanRequest.Target(
              priority,
              Math.round(number(fields.get(2), words) * 60),
              percent(fields.get(3), words)));
    }
    return new PlanRequest(
        Math.round(number(PlanField.VOLUME, words)),
        tiers,
        shape.hours(),
        languages(words),
        work,
        targets,
        caps(words),
        number(PlanField.BREAK, words),
        (int) Math.round(number(PlanField.SHIFT, words)));
  }

  private List<PlanRequest.Cap> caps(Words words) {
    List<PlanRequest.Cap> caps = new ArrayList<>();
    for (PlanField field : List.of(PlanField.CAP_SEVERE, PlanField.CAP_MODERATE)) {
      if (!typed.get(field).isBlank()) {
        SeverityBand band =
            field == PlanField.CAP_SEVERE ? SeverityBand.SEVERE : SeverityBand.MODERATE;
        caps.add(new PlanRequest.Cap(band, number(field, words)));
      }
    }
    return caps;
  }

  /** "en 70, de 30". */
  private List<PlanRequest.Language> languages(Words words) {
    List<PlanRequest.Language> languages = new ArrayList<>();
    for (String part : typed.get(PlanField.LANGUAGES).split("[,;]")) {
      String[] pair = part.strip().split("\\s+");
      if (pair.length != 2 || !pair[0].matches("[A-Za-z]{2,3}")) {
        throw wrong("plan.input.languages", PlanField.LANGUAGES, words);
      }
      double share = parsed(pair[1], PlanField.LANGUAGES, words) / 100;
      languages.add(new PlanRequest.Language(pair[0].toLowerCase(Locale.ROOT), share));
    }
    return languages;
  }

  private double percent(PlanField field, Words words) {
    return number(field, words) / 100;
  }

  private double number(PlanField field, Words words) {
    return parsed(typed.get(field), field, words);
  }

  /** A decimal point or comma; what groups digits by three is let pass. */
  private static double parsed(String text, PlanField field, Words words) {
    String plain = text.strip().replaceAll("[\\s\\u00a0\\u202f'’%]", "");
    if (plain.matches("\\d{1,3}([.,]\\d{3})+") && field == PlanField.VOLUME) {
      plain = plain.replaceAll("[.,]", "");
    }
    if (!plain.matches("\\d{1,12}([.,]\\d{1,6})?")) {
      throw wrong("plan.input.number", field, words);
    }
    return Double.parseDouble(plain.replace(',', '.'));
  }

  private static UserProblem wrong(String key, PlanField field, Words words) {
    return new UserProblem(
        "plan.input", words.say(key, PlanWords.field(field, words)), words.say(key + ".remedy"));
  }
}
