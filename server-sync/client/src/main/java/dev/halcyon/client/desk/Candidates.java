package dev.halcyon.client.desk;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cases to try one after the other when the next is to be opened: those loaded ahead, in order
 * of work, then what else waits at the server, what was passed over last of all. For one thread.
 */
final class Candidates {
  private static final int MOST_TRIES = 20;

  private final UpNext upNext;
  private final PassedOver passedOver;
  private final Predicate<UUID> ours;
  private final Set<UUID> tried;
  private @Nullable Queue<UUID> others;

  /**
   * @param ours whether the case is on this desk already, open or decided
   */
  Candidates(UpNext upNext, PassedOver passedOver, Predicate<UUID> ours) {
    this.upNext = upNext;
    this.passedOver = passedOver;
    this.ours = ours;
    this.tried = new HashSet<>(passedOver.cases());
  }

  /** The next to try, or null when none is left; blocks when the server must be asked. */
  @Nullable UUID next() {
    if (others == null) {
      UUID loaded = upNext.lineup().next(tried);
      if (loaded != null) {
        tried.add(loaded);
        return loaded;
      }
      tried.removeAll(passedOver.cases());
      others = new ArrayDeque<>(passedOver.last(upNext.waiting(MOST_TRIES)));
    }
    UUID next = others.poll();
    while (next != null && (tried.contains(next) || ours.test(next))) {
      next = others.poll();
    }
    return next;
  }
}
