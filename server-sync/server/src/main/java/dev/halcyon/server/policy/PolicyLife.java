package dev.halcyon.server.policy;

import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.policy.PolicyRepository.Head;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The life of a policy's versions: draft, shadow, published, superseded or rolled back. Each move
 * is one transaction with its audit entry, on disk when the method returns; moves take turns across
 * server processes. What has judged anything is never rewritten. Thread-safe.
 */
public final class PolicyLife {
  private final Database database;
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final PolicyRepository repository = new PolicyRepository();

  PolicyLife(Database database, Clock clock, Changes changes, AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
  }

  /** Every version, newest first. */
  public List<PolicyVersion> versions() {
    return database.read(repository::versions);
  }

  /**
   * One version.
   *
   * @throws UserProblem {@code policy.unknown}
   */
  public PolicyVersion get(int version) {
    return database.read(handle -> get(handle, version));
  }

  /** The version that judges beside the one in force, if one does. */
  public Optional<PolicyVersion> inShadow() {
    return database.read(
        handle -> repository.only(handle, PolicyState.SHADOW).map(version -> get(handle, version)));
  }

  /**
   * The document of a version as its author wrote it.
   *
   * @throws UserProblem {@code policy.unknown}
   */
  public String document(int version) {
    return database
        .read(handle -> repository.document(handle, version))
        .orElseThrow(() -> unknown(version));
  }

  /**
   * Has a draft judge beside the version in force.
   *
   * @throws UserProblem {@code policy.unknown}, {@code policy.conflict} when it is no draft or
   *     another is in shadow
   */
  public PolicyVersion shadow(String actor, int version) {
    return move(
        handle -> {
          Head found = head(handle, version);
          Optional<Integer> other = repository.only(handle, PolicyState.SHADOW);
          if (other.isPresent() && other.get() != version) {
            throw conflict(
                "Version " + other.get() + " is in shadow, and one can be at a time.",
                "End it first: POST /v1/policies/" + other.get() + "/draft.");
          }
          require(found, PolicyState.DRAFT, "Only a draft can go into shadow.");
          repository.move(handle, version, PolicyState.SHADOW, clock.instant());
          log(handle, actor, "policy.shadowed", version, Map.of());
          return version;
        });
  }

  /**
   * Ends a shadow; the version is a draft again, whose words stay as they are.
   *
   * @throws UserProblem {@code policy.unknown}, {@code policy.conflict} when it is not in shadow
   */
  public PolicyVersion endShadow(String actor, int version) {
    return move(
        handle -> {
          require(head(handle, version), PolicyState.SHADOW, "Only a shadow can be ended.");
          repository.move(handle, version, PolicyState.DRAFT, clock.instant());
          log(handle, actor, "policy.shadow_ended", version, Map.of());
          return version;
        });
  }

  /**
   * Puts a version in force for every region.
   *
   * @param actor account id, or {@code system}
   * @throws UserProblem {@code policy.unknown}
   */
  public PolicyVersion publish(String actor, int version) {
    return move(
        handle -> {
          if (head(handle, version).version().state() == PolicyState.PUBLISHED) {
            return version;
          }
          Optional<Integer> before = repository.only(handle, PolicyState.PUBLISHED);
          Instant now = clock.instant();
          before.ifPresent(old -> repository.move(handle, old, PolicyState.SUPERSEDED, now));
          repository.move(handle, version, PolicyState.PUBLISHED, now);
          repository.setReplaced(handle, version, before.orElse(null));
          Map<String, Object> facts = new TreeMap<>();
          before.ifPresent(old -> facts.put("replaced", old));
          log(handle, actor, "policy.published", version, facts);
          announce(handle, version);
          return version;
        });
  }

  /**
   * Takes the version in force back for the one before it.
   *
   * @return the version that is in force now
   * @throws UserProblem {@code policy.unknown}, {@code policy.conflict} when it is not in force or
   *     there was none before it
   */
  public PolicyVersion rollBack(String actor, int version) {
    return move(
        handle -> {
          Head found = head(handle, version);
          require(found, PolicyState.PUBLISHED, "Only what is in force can be rolled back.");
          @Nullable Integer before = found.version().replaced();
          if (before == null) {
            throw conflict(
                "There is nothing to roll back to: no version was in force before " + version + ".",
                "Publish the version that should hold: POST /v1/policies/{version}/publish.");
          }
          Instant now = clock.instant();
          repository.move(handle, version, PolicyState.ROLLED_BACK, now);
          repository.move(handle, before, PolicyState.PUBLISHED, now);
          log(handle, actor, "policy.rolled_back", version, Map.of("to", before));
          announce(handle, before);
          return before;
        });
  }

  /** From now on a version's words cannot change: an assessment names it. */
  public void fix(Handle handle, int version) {
    repository.fix(handle, version);
  }

  /** A move of one version, which gives the version to answer with. */
  private interface Move {
    int in(Handle handle);
  }

  private PolicyVersion move(Move move) {
    PolicyVersion moved =
        database.inTransaction(
            handle -> {
              repository.lockAll(handle);
              return get(handle, move.in(handle));
            });
    database.durable().await();
    return moved;
  }

  Head head(Handle handle, int version) {
    return repository.head(handle, version).orElseThrow(() -> unknown(version));
  }

  PolicyVersion get(Handle handle, int version) {
    return head(handle, version).version();
  }

  private void announce(Handle handle, int version) {
    changes.record(handle, ChangeKind.POLICY_PUBLISHED, Integer.toString(version), null);
  }

  void log(Handle handle, String actor, String action, int version, Map<String, Object> more) {
    Map<String, Object> facts = new TreeMap<>(more);
    facts.put("version", version);
    facts.put("hash", get(handle, version).hash());
    audit.append(handle, actor, action, "policy " + version, facts, Map.of());
  }

  private static void require(Head found, PolicyState state, String rule) {
    if (found.version().state() != state) {
      throw conflict(
          "Version " + found.version().version() + " is " + said(found) + ". " + rule,
          "GET /v1/policies lists every version with its state.");
    }
  }

  static String said(Head head) {
    return switch (head.version().state()) {
      case DRAFT -> "a draft";
      case SHADOW -> "in shadow";
      case PUBLISHED -> "in force";
      case SUPERSEDED -> "superseded";
      case ROLLED_BACK -> "rolled back";
      case UNKNOWN -> "in a state that this server does not know";
    };
  }

  static UserProblem conflict(String message, String remedy) {
    return new UserProblem("policy.conflict", message, remedy);
  }

  static UserProblem unknown(int version) {
    return new UserProblem(
        "policy.unknown",
        "There is no version " + version + " of the policy.",
        "GET /v1/policies lists every version; a case or a change names one too.");
  }
}
