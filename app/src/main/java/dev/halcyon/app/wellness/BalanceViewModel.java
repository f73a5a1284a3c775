package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.BudgetBalance;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OptOut;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.PeriodBalance;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;

/**
 * What a person has left and what they wished for, in words. Follows {@link OwnBalance}; used on
 * the JavaFX thread.
 */
public final class BalanceViewModel {
  /**
   * One budget in one period.
   *
   * @param name of what: "Severe, today"
   * @param left what further cases may take
   * @param detail what is used, assumed and reserved, and when it is back
   * @param used share of the limit, 0..1
   * @param taken used and reserved together, 0..1
   */
  public record Row(String name, String left, String detail, double used, double taken) {}

  /** A wish that can be taken back. */
  public record Wish(Category category, String name) {}

  private final OwnBalance balance;
  private final Kit kit;

  public BalanceViewModel(OwnBalance balance, Kit kit) {
    this.balance = balance;
    this.kit = kit;
  }

  private <T> ObservableValue<T> of(Function<OwnWellness, T> said, T unknown) {
    return balance
        .answer()
        .map(answer -> answer.map(OwnBalance.Answer::own).map(said).orElse(unknown));
  }

  /** Each budget that has a limit, in each period that has one. */
  public ObservableValue<List<Row>> rows() {
    return of(this::rows, List.of());
  }

  private List<Row> rows(OwnWellness own) {
    List<Row> rows = new ArrayList<>();
    for (BudgetBalance each : own.budgets()) {
      add(rows, each.of(), "balance.stretch", each.stretch());
      add(rows, each.of(), "balance.day", each.day());
      add(rows, each.of(), "balance.week", each.week());
    }
    return List.copyOf(rows);
  }

  private void add(List<Row> rows, BudgetScope scope, String period, PeriodBalance has) {
    Long limit = has.limitMillis();
    Long left = has.leftMillis();
    if (limit == null || left == null || limit <= 0) {
      return;
    }
    Words words = kit.words();
    List<String> said = new ArrayList<>();
    said.add(words.say("balance.used", length(has.usedMillis()), length(limit)));
    if (has.assumedMillis() > 0) {
      said.add(words.say("balance.assumed", length(has.assumedMillis())));
    }
    if (has.reservedMillis() > 0) {
      said.add(words.say("balance.reserved", length(has.reservedMillis())));
    }
    said.add(
        period.equals("balance.stretch")
            ? words.say("balance.back_by_break", pauseMinutes())
            : words.say("balance.back_at", clock(has.returnsAt())));
    rows.add(
        new Row(
            words.say(period, words.name(scope)),
            left > 0 ? words.say("balance.left", length(left)) : words.say("balance.none_left"),
            String.join(" ", said),
            Math.clamp(has.usedMillis() / (double) limit, 0, 1),
            Math.clamp((has.usedMillis() + has.reservedMillis()) / (double) limit, 0, 1)));
  }

  private long pauseMinutes() {
    return Math.max(1, Math.ceilDiv(balance.policy().get().breakSeconds(), 60));
  }

  private String length(long millis) {
    return Lengths.say(kit.words(), millis);
  }

  private String clock(Instant at) {
    return kit.times().clock(at, kit.now().clock().instant());
  }

  /** How old the figures are, or why there are none. */
  public ObservableValue<String> standing() {
    return balance
        .answer()
        .map(
            answer ->
                answer
                    .map(
                        each ->
                            kit.words()
                                .say(
                                    rows(each.own()).isEmpty()
                                        ? "balance.no_limits"
                                        : "balance.as_of",
                                    clock(each.at())))
                    .orElse(kit.words().say("balance.unknown")));
  }

  /**
   * When what the person has no time left for is back; empty where nothing is exhausted or nothing
   * is known. Where a break brings some of it back, that comes first.
   */
  public ObservableValue<String> back() {
    return of(this::back, "");
  }

  private String back(OwnWellness own) {
    Optional<Instant> first = Optional.empty();
    for (BudgetBalance each : own.budgets()) {
      List<Instant> until = new ArrayList<>();
      for (PeriodBalance longer : List.of(each.day(), each.week())) {
        if (isSpent(longer)) {
          until.add(longer.returnsAt());
        }
      }
      if (until.isEmpty() && isSpent(each.stretch())) {
        return kit.words().say("balance.back_by_break", pauseMinutes());
      }
      Optional<Instant> all = until.stream().max(Instant::compareTo);
      if (all.isPresent() && first.filter(known -> known.isBefore(all.get())).isEmpty()) {
        first = all;
      }
    }
    return first.map(at -> kit.words().say("balance.back_at", clock(at))).orElse("");
  }

  /** Whether not even a short case fits. */
  private boolean isSpent(PeriodBalance has) {
    Long left = has.leftMillis();
    return left != null && left < Math.max(1, balance.policy().get().caseSeconds() * 1000L);
  }

  /** What is not handed to the person. */
  public ObservableValue<List<Wish>> wishes() {
    return of(
        own -> own.optOuts().stream().map(OptOut::category).map(this::wish).toList(), List.of());
  }

  private Wish wish(Category category) {
    return new Wish(category, kit.words().name(category));
  }

  /** What is handed to the person and need not be. */
  public ObservableValue<List<Category>> others() {
    return of(
        own -> {
          List<Category> out = own.optOuts().stream().map(OptOut::category).toList();
          return Arrays.stream(Category.values())
              .filter(each -> each != Category.UNKNOWN && !out.contains(each))
              .toList();
        },
        List.of());
  }

  /** Whose days count, and whose from tomorrow on. */
  public ObservableValue<String> zone() {
    return of(
        own -> {
          String next = own.nextZone();
          return next == null
              ? kit.words().say("balance.zone.now", own.zone())
              : kit.words().say("balance.zone.next", own.zone(), next);
        },
        "");
  }

  /** Why the last wish was not granted, or empty. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> problem() {
    return balance.problem();
  }

  public void optOut(Category category) {
    balance.optOut(category);
  }

  public void optIn(Category category) {
    balance.optIn(category);
  }

  public void moveTo(String zone) {
    balance.moveTo(zone);
  }

  public void refresh() {
    balance.refresh();
  }
}
