package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.engine.exposure.ExposureMeter;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.ResolvedPolicy;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts meter, scene and book of a session together. Used on the JavaFX thread. */
public final class Metering {
  private Metering() {}

  /**
   * What the desk draws.
   *
   * @param sights every node that may draw content of the case on the desk
   * @param onDesk the case that is drawn, or null
   * @param policyOf loads the policy of a case; blocks
   */
  public record Drawn(
      List<Sight> sights,
      Supplier<@Nullable LoadedCase> onDesk,
      Function<CaseDetail, ResolvedPolicy> policyOf) {}

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
        new ScreenProbe(drawn.sights(), drawn.onDesk(), bands),
        book,
        background,
        kit.words(),
        OwnDays.none(LocalDate.now(kit.now().clock())));
  }
}
