package dev.halcyon.app;

import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.media.CasePictures;
import dev.halcyon.app.media.FilteredAhead;
import dev.halcyon.app.review.Preparing;
import dev.halcyon.client.desk.LoadedCase;
import java.util.List;
import javafx.beans.value.ObservableValue;

/**
 * Makes the cases that come next ready to be shown: their pictures are decoded, and those that this
 * person wants otherwise than usual are made. Safe for any thread where {@link Preparing} says so.
 */
final class CasesAhead implements Preparing {
  private final CasePictures pictures;
  private final FilteredAhead ahead;
  // Held here: what it is mapped from does not keep it.
  private final ObservableValue<Filters> filters;

  /**
   * @param filters of this person, changed on the FX thread
   */
  CasesAhead(CasePictures pictures, FilteredAhead ahead, ObservableValue<Filters> filters) {
    this.pictures = pictures;
    this.ahead = ahead;
    this.filters = filters;
  }

  @Override
  public boolean isReady(LoadedCase one) {
    return pictures.isReady(one);
  }

  @Override
  public void prepare(LoadedCase one) {
    pictures.prepare(one);
  }

  @Override
  public void comes(List<LoadedCase> cases) {
    ahead.comes(cases, filters.getValue());
  }
}
