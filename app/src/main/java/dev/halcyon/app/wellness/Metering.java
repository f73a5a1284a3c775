package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.engine.exposure.ExposureMeter;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.ResolvedPolicy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** Puts meter, scene and book of a session together. Used on the JavaFX thread. */
public final class Metering {
  private Metering() {}

  /**
   * What the desk draws.
   *
   * @param sights every node that may draw content of the case on the desk
   * @param quotes what shows words of it beside the content: the quotes of its argument
   * @param lists whose rows show the first words of cases
   * @param onDesk the case that is drawn, or null
   * @param ahead a case that is loaded, under whose policy rows are weighed until one is open
   * @param policyOf loads the policy of a case; blocks
   */
  public record Drawn(
      List<Sight> sights,
      Supplier<List<Node>> quotes,
      List<SightOfRows<?>> lists,
      Supplier<@Nullable LoadedCase> onDesk,
      Supplier<Optional<LoadedCase>> ahead,
      Function<CaseDetail, ResolvedPolicy> policyOf) {
    public Drawn {
      sights = List.copyOf(sights);
      lists = List.copyOf(lists);
    }

    /** With another list. */
    public Drawn with(SightOfRows<?> list) {
      List<SightOfRows<?>> more = new ArrayList<>(lists);
      more.add(list);
      return new Drawn(sights, quotes, more, onDesk, ahead, policyOf);
    }
  }

  /**
   * A recorder that watches nothing yet.
   *
   * @param nanos the machine's count, which no change of its clock touches
   */
  public static ExposureRecorder of(
      Drawn drawn, ExposureBook book, Kit kit, Background background, LongSupplier nanos) {
    ExposureMeter meter = new ExposureMeter(ExposureLedger.newSession(), kit.now().clock(), nanos);
    Bands bands = new Bands(drawn.policyOf(), background, kit.words());
    return new ExposureRecorder(
        meter,
        new ScreenProbe(drawn, bands, nanos),
        book,
        background,
        kit.words(),
        OwnDays.none(LocalDate.now(kit.now().clock())));
  }
}
