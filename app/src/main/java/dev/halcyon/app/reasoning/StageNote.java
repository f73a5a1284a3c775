package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a stage of the cascade noted about itself, in the reader's words: the codes of the engine
 * become sentences and stand apart, for those who look them up. Immutable.
 *
 * @param sentence what happened; empty when the stage said nothing
 * @param code the engine's codes, or the empty string
 */
record StageNote(String sentence, String code) {
  /** A code as the engine writes it before its own sentence: {@code media.worker: }. */
  private static final Pattern CODE = Pattern.compile("(?<![^\\s])([a-z]+(?:\\.[a-z-]+)+): ");

  private static final String UNEXPECTED = "unexpected failure: ";

  static StageNote of(Words words, String note) {
    if (note.startsWith(UNEXPECTED)) {
      return new StageNote(words.say("note.unexpected"), note.substring(UNEXPECTED.length()));
    }
    List<MatchResult> codes = CODE.matcher(note).results().toList();
    if (codes.isEmpty()) {
      return new StageNote(
          words.find("note." + note.strip().replace(' ', '_')).orElse(note.strip()), "");
    }
    List<String> sentences = new ArrayList<>();
    String before = note.substring(0, codes.getFirst().start()).strip();
    if (!before.isEmpty()) {
      sentences.add(before);
    }
    for (int i = 0; i < codes.size(); i++) {
      int end = i + 1 < codes.size() ? codes.get(i + 1).start() : note.length();
      String said = note.substring(codes.get(i).end(), end).strip();
      sentences.add(words.find("note." + codes.get(i).group(1)).orElse(said));
    }
    return new StageNote(
        String.join(" ", sentences),
        String.join(", ", codes.stream().map(code -> code.group(1)).distinct().toList()));
  }

  boolean isEmpty() {
    return sentence.isEmpty();
  }
}
