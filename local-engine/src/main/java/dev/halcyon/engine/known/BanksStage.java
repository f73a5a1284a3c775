package dev.halcyon.engine.known;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * {@code banks}: looks the item up in the policy's banks of known content (docs/banks.md). What an
 * illegal-content bank holds ends the cascade: no model looks at it. Safe for any thread.
 */
public final class BanksStage implements Stage {
  public static final String NAME = "banks";

  /** Of a video, the first frame of each second. */
  static final double EVERY_SECONDS = 1;

  private static final int PERCENT = 100;

  /** Makes the perceptual fingerprint of a media part. */
  @FunctionalInterface
  public interface Printer {
    /**
     * Of a picture, or of a video's frames.
     *
     * @throws UserProblem {@code media.sound} for sound, {@code media.*} when it cannot be decoded
     */
    MediaPrint print(MediaSource source, double everySeconds) throws InterruptedException;
  }

  private final KnownContent known;
  private final Printer printer;

  public BanksStage(KnownContent known, Printer printer) {
    this.known = known;
    this.printer = printer;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.BANK;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    boolean media = !context.request().media().isEmpty();
    return context.request().policy().banks().stream()
        .anyMatch(
            bank ->
                bank.mode() != BankMode.OFF
                    && (media || bank.kind() == BankKind.SHA256 || bank.kind() == BankKind.SIMHASH)
                    && (media || !context.request().text().isBlank()));
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    return new BankLook(known, printer, context).outcome();
  }

  /** Whether a match counts for an item: always the same items of a percentage. */
  static boolean counts(BankSpec bank, UUID item) {
    long seed = item.getLeastSignificantBits() ^ bank.id().hashCode();
    return bank.mode() == BankMode.ON
        || bank.mode() == BankMode.PERCENT
            && new SplittableRandom(seed).nextInt(PERCENT) < bank.percent();
  }
}
