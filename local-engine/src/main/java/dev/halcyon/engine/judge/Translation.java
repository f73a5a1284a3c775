package dev.halcyon.engine.judge;

/**
 * A text in another language, as a language model put it. Immutable.
 *
 * @param text what the model wrote; personal data stands in it as its kind, {@code [phone]}
 * @param model the model's name
 * @param prompt the version of the prompt with the start of its hash
 * @param cut whether only the beginning was translated
 * @param masked how many pieces of personal data were taken out before the model saw it
 */
public record Translation(String text, String model, String prompt, boolean cut, int masked) {
  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "Translation[" + model + ", " + prompt + "]";
  }
}
