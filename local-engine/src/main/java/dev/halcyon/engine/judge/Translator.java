package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a language model that the operator set up for it translate a text: masked, between delimiters
 * that its author cannot know, on this machine unless the policy lets it leave, and never where
 * child_safety is suspected. Safe for any thread.
 */
public final class Translator {
  static final String PROMPT = "translate-1";

  /** Characters of the text that are translated; what a person reads of a foreign text at once. */
  static final int MOST = 4_000;

  /** Characters of a translation that are shown, which may be longer than the text. */
  private static final int LONGEST = 4 * MOST;

  private static final JsonNode SCHEMA = schema();

  private final List<JudgeLine> lines;

  Translator(List<JudgeLine> lines) {
    this.lines = List.copyOf(lines);
  }

  private static ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject("translation").put("type", "string");
    schema.putArray("required").add("translation");
    return schema.put("additionalProperties", false);
  }

  /** Whether anybody is set up to translate. */
  public boolean speaks() {
    return !lines.isEmpty();
  }

  /**
   * Translates a text; blocks for at most {@code limit}.
   *
   * @throws UserProblem {@code translation.unconfigured}, {@code translation.child-safety}, {@code
   *     translation.stays} or {@code translation.failed}
   */
  public Translation translate(TranslationRequest request, Duration limit)
      throws InterruptedException {
    if (!speaks()) {
      throw new UserProblem(
          "translation.unconfigured",
          "No language model is set up here to translate.",
          "Whoever runs the server can add one with the role translator (docs/judge.md).");
    }
    if (request.childSafety()) {
      throw new UserProblem(
          "translation.child-safety",
          "Nothing that may be about the safety of children is given to a language model.",
          "Escalate it to a person who reads the language.");
    }
    boolean mayLeave = request.mayLeave();
    List<JudgeLine> asked =
        lines.stream().filter(line -> mayLeave || line.endpoint().local()).toList();
    if (asked.isEmpty()) {
      throw new UserProblem(
          "translation.stays",
          "The policy does not let this item leave the machine, and no model here translates.",
          "Escalate it to a person who reads the language, or set up a model on this machine.");
    }
    EvidenceText text = EvidenceText.of(request.text(), request.region(), request.language(), MOST);
    JudgePrompt prompt = prompt(text, request);
    Instant deadline = Instant.now().plus(limit);
    @Nullable JudgeFailure failure = null;
    for (JudgeLine line : asked) {
      try {
        JudgeLine.Told<String> told =
            line.ask(prompt, policy(request), deadline, reply -> read(reply.text()));
        return new Translation(
            told.value(),
            line.endpoint().model(),
            PromptTemplates.name(PROMPT),
            text.cut(),
            text.masked());
      } catch (JudgeFailure e) {
        failure = e;
      }
    }
    throw failed(Optional.ofNullable(failure));
  }

  private static JudgePolicy policy(TranslationRequest request) {
    @Nullable JudgePolicy said = request.policy().judge();
    return said == null ? JudgePolicy.USUAL : said;
  }

  private static UserProblem failed(Optional<JudgeFailure> failure) {
    return new UserProblem(
        "translation.failed",
        "The language model gave no translation"
            + failure.map(why -> ": " + why.getMessage()).orElse("")
            + ".",
        "Ask again later, or escalate the case to a person who reads the language.");
  }

  private static JudgePrompt prompt(EvidenceText text, TranslationRequest request) {
    String nonce = JudgePrompt.newNonce();
    String system =
        PromptTemplates.text(PROMPT)
            .replace("{{language}}", Locale.of(request.to()).getDisplayLanguage(Locale.ENGLISH))
            .replace("{{nonce}}", nonce);
    String user =
        "<<%s:BEGIN text>>\n%s\n<<%s:END text>>\nAnswer with the JSON object now."
            .formatted(nonce, text.shown().text(), nonce);
    return new JudgePrompt(
        system,
        user,
        List.of(),
        SCHEMA,
        nonce,
        Hashes.sha256((system + "\n" + user).replace(nonce, "nonce")));
  }

  private static String read(String answer) {
    JsonNode said = AnswerReader.json(answer).path("translation");
    if (!said.isTextual() || said.asText().isBlank()) {
      throw new JudgeFailure(JudgeFailure.Kind.MALFORMED, "the answer holds no translation");
    }
    return visible(said.asText());
  }

  /** As a screen may show it: its lines, nothing invisible, not without end. */
  private static String visible(String words) {
    StringBuilder visible = new StringBuilder();
    words
        .codePoints()
        .filter(c -> !ControlTokens.invisible(c))
        .limit(LONGEST)
        .forEach(visible::appendCodePoint);
    return visible.toString().strip();
  }
}
