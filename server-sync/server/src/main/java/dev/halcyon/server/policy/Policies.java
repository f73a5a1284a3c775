package dev.halcyon.server.policy;

import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies as this server knows them: each version stored once and never changed, one version in
 * force. Thread-safe; a version's content is kept in memory, which version is in force is always
 * asked of the database, because another server process may publish.
 */
public final class Policies {
  private record Key(int version, String region) {}

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private final Database database;
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final PolicyRepository repository = new PolicyRepository();
  private final Map<Key, ResolvedPolicy> cache = new ConcurrentHashMap<>();

  public Policies(Database database, Clock clock, Changes changes, AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
  }

  /** Stores a policy (base or with an overlay merged in) as a draft, unless it is known. */
  public void add(ResolvedPolicy policy) {
    String content = Wire.write(policy);
    String hash = Hashes.sha256(content);
    String overlay = policy.ref().overlay() == null ? "" : overlay(policy.ref().overlay());
    database.useTransaction(
        handle -> {
          PolicyRef ref = policy.ref();
          Optional<String> known = repository.hash(handle, ref.id(), ref.version(), overlay);
          if (known.isEmpty()) {
            repository.insert(handle, policy, overlay, content, hash, clock.instant());
          } else if (!known.get().equals(hash)) {
            LOG.warn(
                "policy {} version {} differs from the one stored; a version never changes, so the"
                    + " stored one stays: give the new text a new version",
                ref.id(),
                ref.version());
          }
        });
  }

  /**
   * The policy in force for a region.
   *
   * @throws UserProblem {@code policy.none} when none was published
   */
  public ResolvedPolicy current(@Nullable String region) {
    return database.read(handle -> current(handle, region));
  }

  /** The policy in force for a region, read in the caller's transaction. */
  public ResolvedPolicy current(Handle handle, @Nullable String region) {
    int version =
        repository
            .published(handle)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "policy.unavailable",
                        "No policy is published yet.",
                        "Publish one: POST /v1/policies/{version}/publish."));
    return version(handle, version, region);
  }

  /**
   * A version of the policy for a region, whether in force or not.
   *
   * @throws UserProblem {@code policy.unknown}
   */
  public ResolvedPolicy version(int version, @Nullable String region) {
    return database.read(handle -> version(handle, version, region));
  }

  /** A version of the policy, read in the caller's transaction. */
  public ResolvedPolicy version(Handle handle, int version, @Nullable String region) {
    Key key = new Key(version, overlay(region));
    @Nullable ResolvedPolicy known = cache.get(key);
    if (known != null) {
      return known;
    }
    ResolvedPolicy found =
        repository.find(handle, version, key.region()).orElseThrow(() -> unknown(version));
    if (cache.size() < 2000) {
      cache.put(key, found);
    }
    return found;
  }

  /** Whether any version is in force. */
  public boolean hasCurrent() {
    return database.read(handle -> repository.published(handle).isPresent());
  }

  /**
   * Puts a version in force for every region; on disk when this returns.
   *
   * @param actor account id, or {@code system}
   * @throws UserProblem {@code policy.unknown}
   */
  public void publish(String actor, int version) {
    database.useTransaction(
        handle -> {
          PolicyRepository.State state =
              repository.state(handle, version).orElseThrow(() -> unknown(version));
          if (state == PolicyRepository.State.PUBLISHED) {
            return;
          }
          repository.publish(handle, version, clock.instant());
          changes.record(handle, ChangeKind.POLICY_PUBLISHED, Integer.toString(version), null);
          audit.append(
              handle,
              actor,
              "policy.published",
              "policy " + version,
              Map.of("version", version),
              Map.of());
        });
    database.durable().await();
  }

  /** Stores policies and, where none is in force yet, publishes one of them. */
  public void install(List<ResolvedPolicy> policies, int firstInForce) {
    policies.forEach(this::add);
    if (!policies.isEmpty() && !hasCurrent()) {
      publish("system", firstInForce);
    }
  }

  private static UserProblem unknown(int version) {
    return new UserProblem(
        "policy.unknown",
        "There is no version " + version + " of the policy.",
        "Use \"current\", or a version that a case or a change names.");
  }

  /** The column for a region: upper case, the empty string for the base. */
  private static String overlay(@Nullable String region) {
    return region == null ? "" : region.toUpperCase(Locale.ROOT);
  }
}
