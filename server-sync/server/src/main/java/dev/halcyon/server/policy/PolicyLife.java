package dev.halcyon.server.policy;

import dev.halcyon.engine.policy.PolicyDocument;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.policy.PolicyRepository.Head;
import dev.halcyon.server.policy.PolicyRepository.Written;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a policy's versions: draft, shadow, published, superseded or rolled back. Each move
 * is one transaction with its audit entry, on disk when the method returns; moves take turns across
 * server processes. What has judged anything is never rewritten. Thread-safe.
 */
public final class PolicyLife {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyLife.class);

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
   * Stores a new draft under the version that it names.
   *
   * @throws UserProblem {@code policy.invalid} with every place at fault, {@code policy.conflict}
   *     when there is such a version
   */
  public PolicyVersion create(String actor, String yaml) {
    PolicyDocument document = PolicyDocuments.read(yaml, "policy");
    int version = document.base().ref().version();
    PolicyVersion made =
        database.inTransaction(
            handle -> {
              repository.lockAll(handle);
              Optional<Head> known = repository.head(handle, version);
              if (known.isPresent()) {
                throw conflict(
                    "There is a version " + version + " already; it is " + said(known.get()) + ".",
                    "Give the document another version, or rewrite the draft: PUT"
                        + " /v1/policies/{version}.");
              }
              store(handle, document, yaml, actor);
              log(handle, actor, "policy.drafted", version, Map.of());
              return get(handle, version);
            });
    database.durable().await();
    return made;
  }

  /**
   * Writes other words into a draft.
   *
   * @throws UserProblem {@code policy.invalid}, {@code policy.unknown}, {@code policy.conflict}
   *     when it is no draft any more, or has judged something
   */
  public PolicyVersion rewrite(String actor, int version, String yaml) {
    PolicyDocument document = PolicyDocuments.read(yaml, "policy");
    if (document.base().ref().version() != version) {
      throw conflict(
          "The document says version "
              + document.base().ref().version()
              + ", the address says "
              + version
              + ".",
          "Give the document the version of the address, or use POST /v1/policies for a new one.");
    }
    PolicyVersion made =
        database.inTransaction(
            handle -> {
              repository.lockAll(handle);
              Head before = head(handle, version);
              if (before.version().state() != PolicyState.DRAFT || before.version().fixed()) {
                throw conflict(
                    "Version "
                        + version
                        + " cannot be changed: it is "
                        + said(before)
                        + ", and judgements name it.",
                    "Give the new text a new version and send it to POST /v1/policies.");
              }
              Written written = written(document, yaml);
              repository.rewrite(handle, written, actor, clock.instant());
              insertResolved(handle, document);
              log(
                  handle,
                  actor,
                  "policy.rewritten",
                  version,
                  Map.of("was", before.version().hash()));
              return get(handle, version);
            });
    database.durable().await();
    return made;
  }

  /** Stores a document that ships, unless its version is known. */
  public void ship(PolicyDocument document, String yaml) {
    int version = document.base().ref().version();
    database.useTransaction(
        handle -> {
          Optional<Head> known = repository.head(handle, version);
          if (known.isEmpty()) {
            store(handle, document, yaml, "system");
          } else if (!known.get().version().hash().equals(written(document, yaml).hash())) {
            LOG.warn(
                "version {} of the policy that ships differs from the one stored, which stays",
                version);
          }
        });
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

  private void store(Handle handle, PolicyDocument document, @Nullable String yaml, String actor) {
    repository.insert(handle, written(document, yaml), actor, clock.instant());
    insertResolved(handle, document);
  }

  private void insertResolved(Handle handle, PolicyDocument document) {
    insertResolved(handle, document.base(), "");
    document.resolved().forEach((overlay, policy) -> insertResolved(handle, policy, overlay));
  }

  private void insertResolved(Handle handle, ResolvedPolicy policy, String overlay) {
    String content = Wire.write(policy);
    repository.insertResolved(
        handle, policy, overlay, content, Hashes.sha256(content), clock.instant());
  }

  private static Written written(PolicyDocument document, @Nullable String yaml) {
    return new Written(
        document.base(),
        yaml,
        document.canonical(),
        Hashes.sha256(document.canonical()),
        document.regions());
  }

  private Head head(Handle handle, int version) {
    return repository.head(handle, version).orElseThrow(() -> unknown(version));
  }

  private PolicyVersion get(Handle handle, int version) {
    return head(handle, version).version();
  }

  private void announce(Handle handle, int version) {
    changes.record(handle, ChangeKind.POLICY_PUBLISHED, Integer.toString(version), null);
  }

  private void log(
      Handle handle, String actor, String action, int version, Map<String, Object> more) {
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

  private static String said(Head head) {
    return switch (head.version().state()) {
      case DRAFT -> "a draft";
      case SHADOW -> "in shadow";
      case PUBLISHED -> "in force";
      case SUPERSEDED -> "superseded";
      case ROLLED_BACK -> "rolled back";
      case UNKNOWN -> "in a state that this server does not know";
    };
  }

  private static UserProblem conflict(String message, String remedy) {
    return new UserProblem("policy.conflict", message, remedy);
  }

  static UserProblem unknown(int version) {
    return new UserProblem(
        "policy.unknown",
        "There is no version " + version + " of the policy.",
        "GET /v1/policies lists every version; a case or a change names one too.");
  }
}
