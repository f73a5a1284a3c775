package dev.halcyon.server.effect;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.outside.Connections.WebhookTarget;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * Writes down what must happen outside, in the transaction of its cause: neither happens without
 * the other. The caller holds the item's row, so that an item's events stay in order. Thread-safe.
 */
public final class Effects {
  private final List<WebhookTarget> targets;
  private final Clock clock;
  private final EffectRepository repository = new EffectRepository();
  private final AtomicLong written = new AtomicLong();

  public Effects(List<WebhookTarget> targets, Clock clock) {
    this.targets = List.copyOf(targets);
    this.clock = clock;
  }

  /**
   * Writes an event for every target that takes it; nothing where there is none.
   *
   * @param data makes the event's content of the item's source and external id
   */
  public void write(
      Handle handle, EffectKind kind, UUID item, BiFunction<String, String, Object> data) {
    if (targets.isEmpty()) {
      return;
    }
    EffectRepository.Subject subject = repository.subject(handle, item).orElseThrow();
    List<String> takers =
        targets.stream()
            .filter(target -> target.takes(kind, subject.source()))
            .map(WebhookTarget::name)
            .toList();
    if (takers.isEmpty()) {
      return;
    }
    Object content = data.apply(subject.source(), subject.externalId());
    repository.insert(
        handle,
        UuidCreator.getTimeOrderedEpoch(),
        takers,
        kind,
        item,
        subject.source(),
        Wire.write(content),
        clock.instant());
    written.set(System.nanoTime());
  }

  /** When something was last written here, by {@link System#nanoTime}; 0 for never. */
  long lastWritten() {
    return written.get();
  }

  List<WebhookTarget> targets() {
    return targets;
  }
}
