package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.fusion.Meaning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Meaning as the sentence encoder of the deep text tier sees it, in one batch with whatever else it
 * is asked at the same time. Safe for any thread.
 */
public final class EncoderMeaning implements Meaning {
  private final DeepModels models;

  /** Asks the newest version's encoder, which loads on first use. */
  public EncoderMeaning(DeepModels models) {
    this.models = models;
  }

  @Override
  public Optional<float[]> of(String text, Instant until) throws InterruptedException {
    Optional<DeepModel> model = models.model(null, until);
    if (model.isEmpty()) {
      return Optional.empty();
    }
    EncoderText words = EncoderText.original(text, model.get().vocabulary());
    Tokens tokens = words.tokens(0, words.words());
    return Optional.of(model.get().encoding().encode(List.of(tokens), until)[0]);
  }
}
