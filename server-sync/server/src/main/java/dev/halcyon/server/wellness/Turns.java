package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.RotationPolicy;
import java.util.List;

/**
 * Whose turn it is, severe or neutral work, for one person. Mutable, confined to who holds its
 * balance.
 */
final class Turns {
  /** Severe cases, and weighed milliseconds expected of them, since neutral work. */
  int severe;

  long severeMillis;

  /** Neutral cases that come before the next severe one. */
  int due;

  /** Cases handed out today, and how many of them were neutral. */
  int cases;

  int neutral;

  void opened(List<BudgetScope> scopes, long weighed, RotationPolicy rotation) {
    cases++;
    if (scopes.contains(BudgetScope.NEUTRAL)) {
      neutral++;
      if (due > 0 && --due == 0) {
        rested();
      }
    } else if (scopes.contains(BudgetScope.SEVERE)) {
      severe++;
      severeMillis += weighed;
      boolean byNumber = rotation.afterCases() > 0 && severe >= rotation.afterCases();
      boolean byTime =
          rotation.afterSeconds() > 0 && severeMillis >= rotation.afterSeconds() * 1000L;
      if (due == 0 && (byNumber || byTime)) {
        due = rotation.neutralCases();
      }
    }
  }

  /** A break, or the neutral work that was due, is over. */
  void rested() {
    severe = 0;
    severeMillis = 0;
    due = 0;
  }

  void newDay() {
    cases = 0;
    neutral = 0;
  }

  /** Whether neutral work comes next. */
  boolean wantNeutral(RotationPolicy rotation) {
    return due > 0 || neutral < Math.floor(rotation.interleave() * (cases + 1) + 1e-9);
  }
}
