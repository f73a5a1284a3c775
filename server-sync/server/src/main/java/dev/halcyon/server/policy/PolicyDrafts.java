package dev.halcyon.server.policy;

import dev.halcyon.engine.policy.PolicyDocument;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.policy.PolicyRepository.Head;
import dev.halcyon.server.policy.PolicyRepository.Written;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the texts of policies: new drafts, drafts rewritten, and what ships. Each is one
 * transaction with its audit entry, on disk when the method returns. Thread-safe.
 */
public final class PolicyDrafts {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDrafts.class);

  private final Database database;
  private final Clock clock;
  private final PolicyLife life;
  private final PolicyRepository repository = new PolicyRepository();

  PolicyDrafts(Database database, Clock clock, PolicyLife life) {
    this.database = database;
    this.clock = clock;
    this.life = life;
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
                throw PolicyLife.conflict(
                    "There is a version "
                        + version
                        + " already; it is "
                        + PolicyLife.said(known.get())
                        + ".",
                    "Give the document another version, or rewrite the draft: PUT"
                        + " /v1/policies/{version}.");
              }
              store(handle, document, yaml, actor);
              life.log(handle, actor, "policy.drafted", version, Map.of());
              return life.get(handle, version);
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
      throw PolicyLife.conflict(
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
              Head before = life.head(handle, version);
              if (before.version().state() != PolicyState.DRAFT || before.version().fixed()) {
                throw PolicyLife.conflict(
                    "Version "
                        + version
                        + " cannot be changed: it is "
                        + PolicyLife.said(before)
                        + ", and judgements name it.",
                    "Give the new text a new version and send it to POST /v1/policies.");
              }
              Written written = written(document, yaml);
              repository.rewrite(handle, written, actor, clock.instant());
              insertResolved(handle, document);
              life.log(
                  handle,
                  actor,
                  "policy.rewritten",
                  version,
                  Map.of("was", before.version().hash()));
              return life.get(handle, version);
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
}
