package dev.halcyon.engine.policy;

import dev.halcyon.engine.judge.PromptTemplates;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.JudgePolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a policy document says of the judge. Stateless. */
final class JudgeReader {
  private static final double MICROS = 1_000_000;
  private static final double MOST_MONEY = 1_000_000;

  private JudgeReader() {}

  static @Nullable JudgePolicy read(PolicyNode node) {
    if (!node.present()) {
      return null;
    }
    node.onlyFields(
        "prompt",
        "ask_from",
        "escalate_below",
        "may_leave",
        "blocks",
        "clears_from",
        "tokens_per_hour",
        "money_per_hour");
    JudgePolicy usual = JudgePolicy.USUAL;
    return new JudgePolicy(
        prompt(node.at("prompt")),
        node.at("ask_from").fraction(usual.askFrom()),
        node.at("escalate_below").fraction(usual.escalateBelow()),
        mayLeave(node.at("may_leave")),
        node.at("blocks").flag(usual.blocks()),
        node.at("clears_from").present() ? node.at("clears_from").fraction(1) : null,
        node.at("tokens_per_hour").present() ? node.at("tokens_per_hour").whole(1) : 0,
        money(node.at("money_per_hour")));
  }

  private static String prompt(PolicyNode node) {
    if (!node.present()) {
      return JudgePolicy.PROMPT;
    }
    String version = node.text();
    if (!PromptTemplates.VERSIONS.contains(version)) {
      node.problem(
          "there is no prompt '"
              + version
              + "'; known are "
              + String.join(", ", PromptTemplates.VERSIONS));
    }
    return version;
  }

  private static List<Category> mayLeave(PolicyNode node) {
    List<Category> categories = new ArrayList<>();
    for (PolicyNode each : node.list()) {
      Category category = PolicyReader.categoryOf(each);
      if (category == Category.CHILD_SAFETY) {
        each.problem("child_safety never leaves the machine; take it out of the list");
      }
      categories.add(category);
    }
    return categories;
  }

  private static long money(PolicyNode node) {
    if (!node.present()) {
      return 0;
    }
    double amount = node.amount(MOST_MONEY);
    return Math.round(amount * MICROS);
  }
}
