package dev.halcyon.server.media;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.media.MediaRepository.Reveal;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The one way to an original: a grant under a live lease, used by the person it was given to, and
 * logged when given and when over. Thread-safe.
 */
public final class Reveals {
  /** How long a grant waits for its first use. */
  static final Duration TO_BEGIN = Duration.ofSeconds(30);

  /** How long a rescan may read the bytes, and a look may stay unreported. */
  static final Duration TO_END = Duration.ofMinutes(10);

  /** Whether an account's lease of a case with this token is live. */
  @FunctionalInterface
  public interface LiveLease {
    boolean isHeld(Handle handle, UUID caseId, long token, Principal principal);
  }

  /**
   * What a grant opens.
   *
   * @param atSeconds time of the frame to show, 0 for a picture
   * @param view whether a person looks, so that only a re-encoded picture may leave
   */
  record Opened(MediaRepository.Row media, double atSeconds, boolean view) {}

  private final Database database;
  private final AuditLog audit;
  private final LiveLease leases;
  private final Clock clock;
  private final MediaRepository repository = new MediaRepository();

  public Reveals(Database database, AuditLog audit, LiveLease leases, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Grants one look or one rescan; the grant is in the audit log, on disk, before it is given.
   *
   * @throws UserProblem {@code lease.lost}, {@code media.unknown}, {@code reveal.frame}
   */
  RevealGrant grant(Principal principal, UUID caseId, RevealRequest request) {
    if (request.purpose() == null || request.purpose() == RevealPurpose.UNKNOWN) {
      throw new UserProblem(
          "reveal.purpose",
          "The purpose of the reveal is not known.",
          "Ask for VIEW, RESCAN or PLAY.");
    }
    RevealGrant grant =
        database.inTransaction(
            handle -> {
              MediaRepository.Row media = media(handle, caseId, request.mediaId());
              requireLease(handle, caseId, request.leaseToken(), principal);
              frameTime(media, request.frame());
              return record(handle, principal, caseId, request);
            });
    database.durable().await();
    return grant;
  }

  private RevealGrant record(
      Handle handle, Principal principal, UUID caseId, RevealRequest request) {
    Instant now = clock.instant();
    Reveal reveal =
        new Reveal(
            UuidCreator.getTimeOrderedEpoch(),
            caseId,
            request.mediaId(),
            request.frame(),
            request.purpose().name(),
            principal.id(),
            principal.session(),
            request.leaseToken(),
            now,
            now.plus(TO_BEGIN),
            null,
            null);
    repository.insertReveal(handle, reveal);
    audit.append(
        handle,
        principal.id().toString(),
        "reveal.granted",
        caseId.toString(),
        facts(reveal),
        Map.of());
    return new RevealGrant(
        reveal.id(), caseId, reveal.mediaId(), reveal.frame(), reveal.expiresAt());
  }

  private MediaRepository.Row media(Handle handle, UUID caseId, @Nullable String mediaId) {
    if (!repository.caseExists(handle, caseId)) {
      throw new UserProblem(
          "case.unknown", "There is no case with this id.", "Load the queue anew.");
    }
    return Optional.ofNullable(mediaId)
        .filter(MediaFiles::isMediaId)
        .flatMap(id -> repository.findOfCase(handle, caseId, id))
        .orElseThrow(
            () ->
                new UserProblem(
                    "media.unknown",
                    "The case's item has no such media part.",
                    "Use a mediaId of the case's own item."));
  }

  private void requireLease(Handle handle, UUID caseId, long token, Principal principal) {
    if (!leases.isHeld(handle, caseId, token, principal)) {
      throw new UserProblem(
          "lease.lost",
          "An original is shown only under a live lease, and this one is not or no longer held.",
          "Open the case again.");
    }
  }

  /** The time of a frame, 0 for the whole part. */
  static double frameTime(MediaRepository.Row media, @Nullable Integer frame) {
    if (frame == null) {
      return 0;
    }
    @Nullable MediaInfo info = media.info();
    List<Keyframe> strip = info == null ? List.of() : info.keyframes();
    if (frame < 0 || frame >= strip.size()) {
      throw new UserProblem(
          "reveal.frame",
          "The media part has " + strip.size() + " frames; there is none at " + frame + ".",
          "Use a position of the case's keyframe strip.");
    }
    return strip.get(frame).atSeconds();
  }

  /**
   * Uses a grant: once for a look, for a while for a rescan's ranges.
   *
   * @throws UserProblem {@code reveal.unknown}, {@code reveal.forbidden}, {@code reveal.expired},
   *     {@code lease.lost}
   */
  Opened open(Principal principal, UUID grant) {
    Opened opened =
        database.inTransaction(
            handle -> {
              Reveal reveal = own(handle, principal, grant);
              requireLease(handle, reveal.caseId(), reveal.leaseToken(), principal);
              boolean view = reveal.purpose().equals(RevealPurpose.VIEW.name());
              use(handle, reveal, view);
              MediaRepository.Row media = media(handle, reveal.caseId(), reveal.mediaId());
              return new Opened(media, frameTime(media, reveal.frame()), view);
            });
    database.durable().await();
    return opened;
  }

  private void use(Handle handle, Reveal reveal, boolean view) {
    Instant now = clock.instant();
    if (reveal.endedAt() != null) {
      throw expired("The reveal is over.");
    }
    if (reveal.fetchedAt() == null) {
      if (!now.isBefore(reveal.expiresAt())) {
        throw expired("The grant was not used within " + TO_BEGIN.toSeconds() + " seconds.");
      }
      if (!repository.fetchOnce(handle, reveal.id(), now)) {
        throw expired("The grant has been used.");
      }
    } else if (view) {
      throw expired("The grant has been used; each look needs its own.");
    } else if (!now.isBefore(reveal.fetchedAt().plus(TO_END))) {
      throw expired("Reading it took longer than " + TO_END.toMinutes() + " minutes.");
    }
  }

  private static UserProblem expired(String message) {
    return new UserProblem("reveal.expired", message, "Ask for a new grant.");
  }

  private Reveal own(Handle handle, Principal principal, UUID grant) {
    Reveal reveal =
        repository
            .reveal(handle, grant)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "reveal.unknown", "There is no such grant.", "Ask for a new grant."));
    if (!reveal.accountId().equals(principal.id())
        || !reveal.holder().equals(principal.session())) {
      throw new UserProblem(
          "reveal.forbidden",
          "The grant was given to somebody else, or in another session.",
          "Ask for a grant of your own.");
    }
    return reveal;
  }

  /** Closes a reveal with how long the original was on screen; again is harmless. */
  void end(Principal principal, UUID grant, long shownMillis) {
    if (shownMillis < 0) {
      throw new UserProblem(
          "reveal.duration", "The time shown is negative.", "Send milliseconds, 0 or more.");
    }
    database.useTransaction(handle -> close(handle, own(handle, principal, grant), shownMillis));
    database.durable().await();
  }

  private void close(Handle handle, Reveal reveal, long shownMillis) {
    Instant now = clock.instant();
    // A person cannot have looked for longer than since the picture left the server.
    long most =
        reveal.fetchedAt() == null ? 0 : Duration.between(reveal.fetchedAt(), now).toMillis();
    long shown = Math.min(shownMillis, Math.max(0, most));
    if (repository.end(handle, reveal.id(), now, shown)) {
      Map<String, Object> facts = facts(reveal);
      facts.put("shownMillis", shown);
      facts.put("fetched", reveal.fetchedAt() != null);
      facts.put("closedBy", "holder");
      audit.append(
          handle,
          reveal.accountId().toString(),
          "reveal.ended",
          reveal.caseId().toString(),
          facts,
          Map.of());
    }
  }

  /**
   * Closes what nobody closed: grants never used and looks never reported. The time shown is then
   * not known; what is logged is the longest it can have been.
   *
   * @return how many were closed
   */
  public int closeForgotten() {
    Instant now = clock.instant();
    List<Reveal> due =
        database.read(repository::openReveals).stream().filter(open -> isDue(open, now)).toList();
    for (Reveal reveal : due) {
      database.useTransaction(handle -> closeForgotten(handle, reveal, now));
    }
    return due.size();
  }

  private static boolean isDue(Reveal reveal, Instant now) {
    Instant end = reveal.fetchedAt() == null ? reveal.expiresAt() : reveal.fetchedAt().plus(TO_END);
    return !now.isBefore(end);
  }

  private void closeForgotten(Handle handle, Reveal reveal, Instant now) {
    long most = reveal.fetchedAt() == null ? 0 : TO_END.toMillis();
    if (repository.end(handle, reveal.id(), now, most)) {
      Map<String, Object> facts = facts(reveal);
      facts.put("shownMillisAtMost", most);
      facts.put("fetched", reveal.fetchedAt() != null);
      facts.put("closedBy", "expiry");
      audit.append(handle, "system", "reveal.ended", reveal.caseId().toString(), facts, Map.of());
    }
  }

  private static Map<String, Object> facts(Reveal reveal) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("grant", reveal.id().toString());
    facts.put("account", reveal.accountId().toString());
    facts.put("mediaId", reveal.mediaId());
    facts.put("purpose", reveal.purpose());
    facts.put("leaseToken", reveal.leaseToken());
    if (reveal.frame() != null) {
      facts.put("frame", reveal.frame());
    }
    return facts;
  }
}
