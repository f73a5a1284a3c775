package dev.halcyon.protocol;

/**
 * A case's text in another language, as a language model put it; kept nowhere.
 *
 * @param text what the model wrote; personal data stands in it as its kind, {@code [phone]}
 * @param to the language, as ISO 639-1 writes it
 * @param model the model's name
 * @param prompt the version of the prompt that asked for it
 * @param cut whether only the beginning was translated
 * @param masked how many pieces of personal data were taken out before the model saw the text
 */
public record TranslatedText(
    String text, String to, String model, String prompt, boolean cut, int masked) {
  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "TranslatedText[" + to + ", " + model + ", " + prompt + "]";
  }
}
