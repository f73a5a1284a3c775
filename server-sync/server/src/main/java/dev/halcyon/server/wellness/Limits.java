package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a balance leaves of the budgets of a policy at a moment. Immutable. */
final class Limits {
  /** Which of the three periods of a budget. */
  enum Span {
    STRETCH,
    DAY,
    WEEK
  }

  /** A budget that a case would pass. */
  record Passed(BudgetScope scope, Span span, long leftMillis) {}

  private final WellnessPolicy policy;
  private final Balance balance;
  private final long now;

  Limits(WellnessPolicy policy, Balance balance, long now) {
    this.policy = policy;
    this.balance = balance;
    this.now = now;
  }

  long pause() {
    return policy.breakSeconds() * 1000L;
  }

  Use use(BudgetScope scope, Span span) {
    return switch (span) {
      case STRETCH -> balance.inStretch(scope, now, pause());
      case DAY -> balance.inDay(scope);
      case WEEK -> balance.inWeek(scope);
    };
  }

  /** The limit in milliseconds, or null. */
  @Nullable Long limit(BudgetScope scope, Span span) {
    Optional<WellnessBudget> budget = policy.budget(scope);
    if (budget.isEmpty()) {
      return null;
    }
    @Nullable Integer seconds =
        switch (span) {
          case STRETCH -> budget.get().stretch();
          case DAY -> budget.get().day();
          case WEEK -> budget.get().week();
        };
    return seconds == null ? null : seconds * 1000L;
  }

  /** What further cases may take of a budget, milliseconds, or null without a limit. */
  @Nullable Long left(BudgetScope scope, Span span) {
    @Nullable Long limit = limit(scope, span);
    return limit == null ? null : Math.max(0, limit - use(scope, span).all());
  }

  /** The budgets that a case would pass; empty where it may be handed out. */
  List<Passed> passed(OpenOne one) {
    List<Passed> passed = new ArrayList<>();
    for (BudgetScope scope : one.scopes()) {
      for (Span span : Span.values()) {
        @Nullable Long left = left(scope, span);
        // A case longer than the whole budget goes to who has used nothing of it, or to nobody.
        boolean whole =
            left != null && left > 0 && use(scope, span).all() == 0 && left < one.reserved(scope);
        if (left != null && left < one.reserved(scope) && !whole || isNone(scope, span)) {
          passed.add(new Passed(scope, span, left == null ? 0 : left));
        }
      }
    }
    return passed;
  }

  private boolean isNone(BudgetScope scope, Span span) {
    @Nullable Long limit = limit(scope, span);
    return limit != null && limit == 0;
  }

  /** How long a case of a scope may be at most, milliseconds of budget; null without any limit. */
  @Nullable Long room(BudgetScope scope) {
    @Nullable Long room = null;
    for (Span span : Span.values()) {
      @Nullable Long left = left(scope, span);
      if (left != null) {
        // Who has used nothing may be handed one of any length.
        long most = left > 0 && use(scope, span).all() == 0 ? Long.MAX_VALUE : left;
        room = room == null ? most : Math.min(room, most);
      }
    }
    return room;
  }
}
