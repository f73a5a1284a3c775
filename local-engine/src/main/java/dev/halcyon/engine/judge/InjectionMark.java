package dev.halcyon.engine.judge;

import java.util.Locale;

/** A way in which a text looks like an attempt to steer a model that reads it. */
public enum InjectionMark {
  /** Tells the reader to forget, replace or leave its instructions. */
  ROLE_OVERRIDE,
  /** Speaks to a model, a moderator or a classifier. */
  ADDRESSED,
  /** Imitates delimiters or headings of a prompt. */
  DELIMITER,
  /** Holds control tokens of a model's template. */
  TEMPLATE_TOKEN,
  /** Holds something like the judge's answer. */
  ANSWER_FORGED,
  /** Says that a decision has been made, or that the text is exempt. */
  DECISION_CLAIMED,
  /** Brings a policy of its own. */
  POLICY_FORGED,
  /** Gives examples of how to judge. */
  EXAMPLES_FORGED,
  /** Hides one of these in an encoding. */
  ENCODED,
  /** Holds characters that people cannot see and models read. */
  HIDDEN;

  /** The name in assessments: {@code role-override}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
