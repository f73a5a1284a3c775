package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a judge is asked: the policy as instructions, the item between delimiters that its author
 * cannot know. Immutable.
 *
 * @param inputHash SHA-256 of it all but the nonce
 */
record JudgePrompt(
    String system,
    String user,
    List<EncodedPicture> pictures,
    JsonNode schema,
    String nonce,
    String inputHash) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 16;

  JudgePrompt {
    pictures = List.copyOf(pictures);
  }

  /** A word that nobody can have written before. */
  static String newNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The question about an item.
   *
   * @param facts what the platform says of it: surface, language, region
   */
  static JudgePrompt of(
      ResolvedPolicy policy, JudgePolicy judge, JudgeItem item, String facts, boolean seeing) {
    String nonce = newNonce();
    String template = PromptTemplates.text(judge.prompt());
    String system =
        template
            .replace("{{title}}", policy.title())
            .replace("{{policy}}", rules(policy))
            .replace("{{nonce}}", nonce);
    StringBuilder user = new StringBuilder(facts).append('\n');
    for (JudgeItem.Part part : item.parts()) {
      user.append("<<").append(nonce).append(":BEGIN ").append(part.label()).append(">>\n");
      user.append(part.text().shown().text()).append('\n');
      user.append("<<").append(nonce).append(":END ").append(part.label()).append(">>\n");
    }
    List<EncodedPicture> pictures =
        seeing
            ? item.pictures().stream().map(JudgeItem.Picture::picture).toList()
            : List.<EncodedPicture>of();
    if (seeing && !pictures.isEmpty()) {
      user.append("Attached, as evidence too: ")
          .append(
              String.join(", ", item.pictures().stream().map(JudgeItem.Picture::label).toList()))
          .append(".\n");
    } else if (!item.pictures().isEmpty()) {
      user.append("The item has pictures that you cannot see.\n");
    }
    user.append("Answer with the JSON object now.");
    return new JudgePrompt(
        system,
        user.toString(),
        pictures,
        AnswerSchema.sent(policy),
        nonce,
        hash(system, user.toString(), pictures, nonce));
  }

  private static String hash(
      String system, String user, List<EncodedPicture> pictures, String nonce) {
    StringBuilder all = new StringBuilder((system + "\n" + user).replace(nonce, "nonce"));
    for (EncodedPicture picture : pictures) {
      all.append('\n').append(Hashes.sha256(picture.bytes()));
    }
    return Hashes.sha256(all.toString());
  }

  /** The policy in words. */
  private static String rules(ResolvedPolicy policy) {
    StringBuilder text = new StringBuilder();
    for (CategoryPolicy category : policy.categories()) {
      text.append("\nCategory ").append(category.category().id());
      text.append(" (").append(category.title()).append("; severity ");
      text.append(category.severity().name().toLowerCase(Locale.ROOT)).append(")\n");
      for (Clause clause : category.clauses()) {
        text.append("- ").append(clause.id()).append(" ").append(clause.title());
        text.append(": ").append(clause.definition()).append('\n');
        for (String exception : clause.exceptions()) {
          text.append("  exception: ").append(exception).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** Without the words, which are content. */
  @Override
  public String toString() {
    return "JudgePrompt[" + user.length() + " characters, " + pictures.size() + " pictures]";
  }
}
