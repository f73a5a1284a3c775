package dev.halcyon.app.kit;

import dev.halcyon.protocol.CaseSummary;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.ListView;

/**
 * A list whose rows show the first words of items, for the exposure meter. Used on the JavaFX
 * thread.
 *
 * @param <T> what a row is of
 * @param caseOf the case that a row is of
 */
public record SightOfRows<T>(ListView<T> list, Function<T, CaseSummary> caseOf) {
  /** The case whose words a row shows, where it shows any. */
  public Optional<CaseSummary> words(T row) {
    return Optional.of(caseOf.apply(row)).filter(found -> !found.excerpt().isBlank());
  }
}
