package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.engine.exposure.Look;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.ExposureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/**
 * Reads off a list which row's words count: the heaviest that has stood in sight for {@link
 * #STANDS}, and that one for as long as none is heavier, so that a list that scrolls by makes no
 * slices. Looks at the rows in sight alone, and as a rule at the place of one of them. Used on the
 * JavaFX thread.
 */
final class RowProbe<T> {
  /** What rushes past nobody reads. */
  static final Duration STANDS = Duration.ofMillis(500);

  /** A row in sight. */
  private record Row(Node cell, CaseSummary of, Look look) {}

  private final SightOfRows<T> sight;
  private final Bands bands;
  private final LongSupplier nanos;
  private final Map<UUID, Long> since = new HashMap<>();
  private @Nullable UUID counted;

  RowProbe(SightOfRows<T> sight, Bands bands, LongSupplier nanos) {
    this.sight = sight;
    this.bands = bands;
    this.nanos = nanos;
  }

  /** What counts of it at this moment. */
  Optional<Look> look() {
    List<Row> rows = inSight();
    since.keySet().retainAll(rows.stream().map(row -> row.of().id()).toList());
    long now = nanos.getAsLong();
    rows.forEach(row -> since.putIfAbsent(row.of().id(), now));
    Optional<Look> found =
        rows.stream()
            .filter(row -> now - since.get(row.of().id()) >= STANDS.toNanos())
            .sorted(
                Comparator.comparingInt((Row row) -> -row.look().weight())
                    .thenComparing(row -> !row.of().id().equals(counted)))
            .filter(row -> isReached(row.cell()))
            .findFirst()
            .map(Row::look);
    counted = found.map(Look::caseId).orElse(null);
    return found;
  }

  private static boolean isReached(Node cell) {
    Reach reach = Reach.of(cell);
    return reach.inViewport() && !reach.covered();
  }

  private List<Row> inSight() {
    ListView<T> list = sight.list();
    if (list.getScene() == null
        || !(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)
        || flow.getFirstVisibleCell() == null
        || flow.getLastVisibleCell() == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    int last = Math.min(flow.getLastVisibleCell().getIndex(), list.getItems().size() - 1);
    for (int at = Math.max(0, flow.getFirstVisibleCell().getIndex()); at <= last; at++) {
      Node cell = flow.getCell(at);
      sight.words(list.getItems().get(at)).ifPresent(of -> rows.add(new Row(cell, of, look(of))));
    }
    return rows;
  }

  private Look look(CaseSummary of) {
    return new Look(of.id(), of.itemId(), bands.of(of), ExposureKind.TEXT, true, false);
  }
}
