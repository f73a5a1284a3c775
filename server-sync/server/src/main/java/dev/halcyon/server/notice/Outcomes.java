package dev.halcyon.server.notice;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.NoticeOutcome;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.effect.Effects;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who sent notices about an item what came of them, in the transaction of the decision.
 * The caller holds the item's row. Thread-safe.
 */
public final class Outcomes {
  private final Effects effects;
  private final Clock clock;
  private final NoticeRepository repository = new NoticeRepository();

  public Outcomes(Effects effects, Clock clock) {
    this.effects = effects;
    this.clock = clock;
  }

  /**
   * A decision on an item.
   *
   * @param visibility where the item stands with it
   */
  public record Made(
      UUID item,
      UUID decision,
      DecisionAction action,
      @Nullable Category category,
      @Nullable String clause,
      boolean byMachine,
      Visibility visibility,
      Instant decidedAt) {}

  /**
   * Tells of a decision everybody who was told nothing yet, and the others when the item moved. Not
   * what decides nothing: an escalation, and the machine's ALLOW, after which a person looks at a
   * reported item.
   */
  public void decided(Handle handle, Made made) {
    boolean machineAllows = made.byMachine() && made.action() == DecisionAction.ALLOW;
    if (made.action() != DecisionAction.ESCALATE && !machineAllows) {
      tell(handle, made);
    }
  }

  /** Tells of what a person decided on an item that is the same, whatever it was. */
  public void followed(Handle handle, Made made) {
    tell(handle, made);
  }

  /** Tells those who were told nothing how the item stands, as nobody will look at it anew. */
  public void stands(Handle handle, UUID item) {
    repository.standing(handle, item).ifPresent(made -> tell(handle, made));
  }

  private void tell(Handle handle, Made made) {
    for (NoticeRepository.Asker asker : repository.askers(handle, made.item())) {
      if (asker.told() != made.visibility()) {
        repository.answered(
            handle, asker.reportId(), made.decision(), made.visibility(), clock.instant());
        effects.write(
            handle,
            EffectKind.NOTICE_OUTCOME,
            made.item(),
            (source, externalId) -> outcome(asker, made, source, externalId));
      }
    }
  }

  private static NoticeOutcome outcome(
      NoticeRepository.Asker asker, Made made, String source, String externalId) {
    return new NoticeOutcome(
        asker.reportId(),
        asker.noticeId(),
        asker.reporterId(),
        asker.contact(),
        asker.reportedBy(),
        asker.order(),
        made.item(),
        source,
        externalId,
        made.visibility(),
        made.decision(),
        made.action(),
        made.category(),
        made.clause(),
        made.byMachine(),
        made.decidedAt());
  }
}
