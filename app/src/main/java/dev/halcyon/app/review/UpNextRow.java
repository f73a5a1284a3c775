package dev.halcyon.app.review;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Modality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loaded case in the list of what is up next. Immutable.
 *
 * @param takenBy who works on it, when it is somebody else; else null
 * @param open whether it is the one on the desk
 */
public record UpNextRow(CaseSummary summary, @Nullable String takenBy, boolean open) {
  static UpNextRow of(LoadedCase loaded, boolean open) {
    return new UpNextRow(loaded.summary(), loaded.takenBy(), open);
  }

  /** The kinds of media beside the text. */
  public List<Modality> media() {
    return summary.media().stream().filter(kind -> kind != Modality.TEXT).distinct().toList();
  }
}
