package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The prompts that guard models were trained on, word for word as on their model cards, with the
 * policy's categories in the place of theirs. Stateless.
 */
final class GuardPrompts {
  private static final String LLAMA_GUARD =
      """
      <|start_header_id|>user<|end_header_id|>

      Task: Check if there is unsafe content in 'User' messages in conversations according our safety policy with the below categories.

      <BEGIN UNSAFE CONTENT CATEGORIES>
      %s
      <END UNSAFE CONTENT CATEGORIES>

      <BEGIN CONVERSATION>

      User: %s

      <END CONVERSATION>

      Provide your safety assessment for ONLY THE LAST User message in the above conversation:
       - First line must read 'safe' or 'unsafe'.
       - If unsafe, a second line must include a comma-separated list of violated categories. <|eot_id|><|start_header_id|>assistant<|end_header_id|>

      """;

  private static final String SHIELD_GEMMA =
      """
      You are a policy expert trying to help determine whether a user
      prompt is in violation of the defined safety policies.

      <start_of_turn>
      Human Question: %s
      <end_of_turn>

      Our safety principle is defined in the below:

      * "No %s": The prompt shall not contain or seek generation of the following. %s

      Does the human question violate the above principle? Your answer must start
      with 'Yes' or 'No'. And then walk through step by step to be sure we answer
      correctly.
      """;

  private GuardPrompts() {}

  /** The code of a category: its place in the policy. */
  static String code(int place) {
    return "S" + (place + 1);
  }

  /** One question about all categories. */
  static JudgePrompt llamaGuard(ResolvedPolicy policy, String text) {
    StringBuilder categories = new StringBuilder();
    for (int i = 0; i < policy.categories().size(); i++) {
      CategoryPolicy category = policy.categories().get(i);
      categories.append(i == 0 ? "" : "\n").append(code(i)).append(": ");
      categories.append(category.title()).append(".\n").append(definition(category));
    }
    return prompt(LLAMA_GUARD.formatted(categories, text));
  }

  /** One question about one category. */
  static JudgePrompt shieldGemma(CategoryPolicy category, String text) {
    return prompt(SHIELD_GEMMA.formatted(text, category.title(), definition(category)));
  }

  /** A question without content, to see what the server says of its words. */
  static JudgePrompt probe() {
    return prompt("Answer yes or no: is water wet?");
  }

  private static String definition(CategoryPolicy category) {
    return category.clauses().stream().map(Clause::definition).collect(Collectors.joining(" "));
  }

  private static JudgePrompt prompt(String text) {
    return new JudgePrompt(
        "", text, List.of(), JsonNodeFactory.instance.objectNode(), "", Hashes.sha256(text));
  }
}
