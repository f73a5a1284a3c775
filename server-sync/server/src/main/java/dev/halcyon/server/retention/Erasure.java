package dev.halcyon.server.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.LegalHold;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.media.FetchRepository;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.retention.ErasureRepository.Standing;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases items and keeps those that are under a hold (docs/decisions/0209). What was decided, when
 * and under which clause stays; the words, the media, and all that names the author or a notifier
 * go, with the keys of their commitments in the audit log. Thread-safe.
 */
final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
  private static final int FILES = 100;
  private static final int KEYS = 1000;
  private static final int LONGEST_REASON = 1000;

  private final Database database;
  private final Clock clock;
  private final AuditLog audit;
  private final Changes changes;
  private final MediaFiles files;
  private final RenditionFiles renditions;
  private final ItemKeys keys;
  private final Consumer<Set<UUID>> forgets;
  private final ErasureRepository repository = new ErasureRepository();
  private final DueRepository due = new DueRepository();
  private final HoldRepository holds = new HoldRepository();
  private final FetchRepository fetches = new FetchRepository();

  /**
   * @param forgets takes erased items out of what this process remembers
   */
  Erasure(
      Database database,
      Clock clock,
      AuditLog audit,
      Changes changes,
      MediaFiles files,
      RenditionFiles renditions,
      ItemKeys keys,
      Consumer<Set<UUID>> forgets) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
    this.changes = changes;
    this.files = files;
    this.renditions = renditions;
    this.keys = keys;
    this.forgets = forgets;
  }

  /**
   * Erases an item at somebody's wish; on disk when this returns. One that is erased already stays
   * so. A platform erases what is its own. One that only waits for media that a broken host does
   * not give is erased without a verdict, and nothing of it is fetched any more.
   *
   * @throws UserProblem {@code item.unknown}, {@code source.forbidden}, {@code item.held}, {@code
   *     item.open.conflict}
   */
  void erase(Principal by, UUID item) {
    database.useTransaction(
        handle -> {
          Standing standing = repository.lock(handle, item).orElseThrow(Erasure::unknown);
          if (!by.hasAny(Set.of(Role.ADMIN))) {
            by.mustSpeakFor(standing.source());
          }
          if (standing.erased()) {
            return;
          }
          if (due.isHeld(handle, item)) {
            throw new UserProblem(
                "item.held",
                "The item is under a legal hold and cannot be erased.",
                "GET /v1/items/{id}/holds says why; it can be erased once every hold is lifted.");
          }
          boolean waits = !standing.complete() && fetches.isHeld(handle, item);
          if (!standing.complete() && !waits || due.isOpen(handle, item)) {
            throw new UserProblem(
                "item.open.conflict",
                "The item waits for its verdict, for a person's decision or for an answer to a"
                    + " report.",
                "Send the request again once that is done.");
          }
          if (waits) {
            // Nobody looks at it while its media's host is broken, which may be for ever.
            fetches.giveUpAll(handle, item, clock.instant());
            repository.endUnjudged(handle, item);
          }
          erase(handle, by.id().toString(), item, standing, "request");
        });
    forgets.accept(Set.of(item));
    destroyKeys();
    deleteFiles();
    database.durable().await();
  }

  /** Erases items that are old enough, unless something came between; gives how many. */
  int eraseOld(List<UUID> items) {
    Set<UUID> erased =
        database.inTransaction(
            handle ->
                items.stream().filter(item -> eraseOld(handle, item)).collect(Collectors.toSet()));
    forgets.accept(erased);
    return erased.size();
  }

  private boolean eraseOld(Handle handle, UUID item) {
    Optional<Standing> standing = repository.lock(handle, item);
    if (standing.isEmpty()
        || standing.get().erased()
        || due.isHeld(handle, item)
        || due.isOpen(handle, item)) {
      return false;
    }
    erase(handle, "system", item, standing.get(), "retention");
    return true;
  }

  private void erase(Handle handle, String actor, UUID item, Standing standing, String why) {
    repository.erase(handle, item, standing, clock.instant());
    repository.dropMedia(handle, item, clock.instant());
    int keys = audit.forgetAbout(handle, item);
    audit.append(
        handle,
        actor,
        "item.erased",
        item.toString(),
        Map.of("why", why, "keysDestroyed", keys),
        Map.of());
    changes.record(handle, ChangeKind.ITEM_CHANGED, item.toString(), null);
  }

  /** Takes what was erased since a moment, here or by another server, out of the memory. */
  void forgetSince(Instant since) {
    List<UUID> erased = database.read(handle -> due.erasedSince(handle, since));
    if (!erased.isEmpty()) {
      forgets.accept(Set.copyOf(erased));
    }
  }

  /**
   * Destroys the keys of erased items, so that no copy of their rows can be read any more; what a
   * kill leaves the next call does. Waits until the erasures are on disk: a key must not go while
   * its item can come back.
   */
  void destroyKeys() {
    List<Long> gone = database.read(handle -> repository.keysGone(handle, KEYS));
    while (!gone.isEmpty()) {
      database.durable().await();
      List<Long> these = ItemKeys.ofFewTrees(gone);
      // In no transaction: files are rewritten, and nothing is put on disk while one is under way.
      keys.destroy(these);
      database.useTransaction(handle -> repository.markDestroyed(handle, these));
      gone = database.read(handle -> repository.keysGone(handle, KEYS));
    }
  }

  /**
   * Destroys again what was destroyed before: a folder of keys that was put back from an older copy
   * has those keys again.
   */
  void destroyKeysAgain() {
    int back = 0;
    long after = -1;
    List<Long> some;
    do {
      long from = after;
      some = database.read(handle -> repository.destroyed(handle, from, KEYS));
      back += keys.destroy(some);
      after = some.isEmpty() ? after : some.getLast();
    } while (some.size() == KEYS);
    if (back > 0) {
      LOG.warn(
          "{} keys of erased items had come back with an older copy of item-keys; they were"
              + " destroyed again",
          back);
    }
  }

  /** Deletes files of media that no item has any more; what a kill leaves the next call does. */
  void deleteFiles() {
    List<String> gone;
    do {
      gone = database.read(handle -> repository.mediaGone(handle, FILES));
      for (String media : gone) {
        database.useTransaction(
            handle -> {
              if (repository.lockGone(handle, media)) {
                files.delete(media);
                renditions.delete(media);
              }
              repository.forgetGone(handle, media);
            });
      }
    } while (gone.size() == FILES);
  }

  /**
   * Puts an item under a hold; on disk when this returns.
   *
   * @throws UserProblem {@code item.unknown}, {@code item.erased.conflict}, {@code hold.reason}
   */
  LegalHold hold(Principal by, UUID item, String reason) {
    if (reason == null
        || reason.isBlank()
        || reason.length() > LONGEST_REASON
        || reason.indexOf('\0') >= 0) {
      throw new UserProblem(
          "hold.reason",
          "A hold needs a reason of 1 to 1000 characters without U+0000.",
          "Send {\"reason\": \"court order 12 C 345/26\"}.");
    }
    LegalHold hold =
        new LegalHold(
            UuidCreator.getTimeOrderedEpoch(),
            item,
            reason.strip(),
            by.id(),
            clock.instant(),
            null,
            null);
    database.useTransaction(
        handle -> {
          Standing standing = repository.lock(handle, item).orElseThrow(Erasure::unknown);
          if (standing.erased()) {
            throw new UserProblem(
                "item.erased.conflict",
                "The item was erased already; there is nothing left to hold.",
                "Its timeline says when; a backup from before may still have it.");
          }
          holds.insert(handle, hold);
          audit.append(
              handle,
              by.id().toString(),
              "hold.set",
              item.toString(),
              Map.of("hold", hold.id().toString()),
              Map.of("reason", hold.reason()),
              "hold:" + hold.id());
        });
    database.durable().await();
    return hold;
  }

  /**
   * Lifts a hold.
   *
   * @throws UserProblem {@code hold.unknown} when there is none, or none that still holds
   */
  void lift(Principal by, UUID item, UUID hold) {
    database.useTransaction(
        handle -> {
          repository.lock(handle, item).orElseThrow(Erasure::unknown);
          if (!holds.lift(handle, item, hold, by.id(), clock.instant())) {
            throw new UserProblem(
                "hold.unknown",
                "The item has no such hold, or it was lifted already.",
                "GET /v1/items/{id}/holds lists them.");
          }
          audit.append(
              handle,
              by.id().toString(),
              "hold.lifted",
              item.toString(),
              Map.of("hold", hold.toString()),
              Map.of());
        });
    database.durable().await();
  }

  /**
   * @throws UserProblem {@code item.unknown}
   */
  List<LegalHold> holds(UUID item) {
    return database.read(
        handle -> {
          if (!repository.isKnown(handle, item)) {
            throw unknown();
          }
          return holds.of(handle, item);
        });
  }

  private static UserProblem unknown() {
    return new UserProblem(
        "item.unknown", "There is no item with this id.", "Use the itemId that intake answered.");
  }
}
