package dev.halcyon.protocol;

/**
 * Asks for a case's text in another language.
 *
 * @param to the language wanted, as ISO 639-1 writes it
 */
public record TranslateRequest(String to) {
  public TranslateRequest {
    to = to == null ? "" : to;
  }
}
