package dev.halcyon.server.policy;

import dev.halcyon.engine.policy.PolicyDocument;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.policy.PolicyRepository.Head;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.Hashes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies as this server reads them: each version with what became of it in each region, one
 * version in force. Thread-safe; a version whose words cannot change any more is kept in memory,
 * which one is in force is always asked of the database, because another server process may
 * publish.
 */
public final class Policies {
  private record Key(int version, String overlay) {}

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private static final int MOST_KEPT = 2000;

  private final Database database;
  private final Clock clock;
  private final PolicyRepository repository = new PolicyRepository();
  private final PolicyLife life;
  private final PolicyDrafts drafts;
  private final Map<Key, ResolvedPolicy> cache = new ConcurrentHashMap<>();
  private final Map<Integer, Head> heads = new ConcurrentHashMap<>();

  public Policies(Database database, Clock clock, Changes changes, AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.life = new PolicyLife(database, clock, changes, audit);
    this.drafts = new PolicyDrafts(database, clock, life);
  }

  /** What authors do with versions. */
  public PolicyLife life() {
    return life;
  }

  /** What authors write. */
  public PolicyDrafts drafts() {
    return drafts;
  }

  /** Stores a policy (base or with an overlay merged in) as a draft, unless it is known. */
  public void add(ResolvedPolicy policy) {
    String content = Wire.write(policy);
    String hash = Hashes.sha256(content);
    @Nullable String overlay = policy.ref().overlay();
    int version = policy.ref().version();
    database.useTransaction(
        handle -> {
          Optional<String> known =
              repository.resolvedHash(handle, version, overlay == null ? "" : overlay);
          if (known.isPresent()) {
            warnIfOther(version, known.get(), hash);
            return;
          }
          Optional<Head> head = repository.head(handle, version);
          if (head.isEmpty()) {
            repository.insert(
                handle,
                new PolicyRepository.Written(policy, null, content, hash, Map.of()),
                "system",
                clock.instant());
          } else if (overlay != null) {
            Map<String, String> regions = new TreeMap<>(head.get().regions());
            regions.put(overlay, overlay);
            repository.setRegions(handle, version, regions);
          }
          repository.insertResolved(
              handle, policy, overlay == null ? "" : overlay, content, hash, clock.instant());
        });
  }

  private static void warnIfOther(int version, String known, String hash) {
    if (!known.equals(hash)) {
      LOG.warn(
          "version {} of the policy differs from the one stored; a version never changes, so the"
              + " stored one stays: give the new text a new version",
          version);
    }
  }

  /**
   * The policy in force for a region.
   *
   * @param region null for the base, which holds wherever no overlay does
   * @throws UserProblem {@code policy.unavailable} when none was published
   */
  public ResolvedPolicy current(@Nullable String region) {
    return database.read(handle -> current(handle, region));
  }

  /** The policy in force for a region, read in the caller's transaction. */
  public ResolvedPolicy current(Handle handle, @Nullable String region) {
    int version =
        repository
            .only(handle, PolicyState.PUBLISHED)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "policy.unavailable",
                        "No policy is published yet.",
                        "Publish one: POST /v1/policies/{version}/publish."));
    return version(handle, version, region);
  }

  /** The base of the version in force and each of its overlays; empty where none is published. */
  public List<ResolvedPolicy> inForce(Handle handle) {
    Optional<Integer> version = repository.only(handle, PolicyState.PUBLISHED);
    if (version.isEmpty()) {
      return List.of();
    }
    List<ResolvedPolicy> all = new ArrayList<>();
    all.add(version(handle, version.get(), null));
    head(handle, version.get()).regions().keySet().stream()
        .map(region -> version(handle, version.get(), region))
        .distinct()
        .forEach(all::add);
    return all;
  }

  /** The policy in shadow for a region, if one is. */
  public Optional<ResolvedPolicy> shadow(Handle handle, @Nullable String region) {
    return repository
        .only(handle, PolicyState.SHADOW)
        .map(version -> version(handle, version, region));
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
    Head head = head(handle, version);
    String overlay = region == null ? "" : PolicyDocument.overlayOf(region, head.regions());
    Key key = new Key(version, overlay);
    @Nullable ResolvedPolicy known = cache.get(key);
    if (known != null) {
      return known;
    }
    ResolvedPolicy found =
        repository.find(handle, version, overlay).orElseThrow(() -> PolicyLife.unknown(version));
    if (head.version().fixed() && cache.size() < MOST_KEPT) {
      cache.put(key, found);
    }
    return found;
  }

  private Head head(Handle handle, int version) {
    @Nullable Head known = heads.get(version);
    if (known != null) {
      return known;
    }
    Head found = repository.head(handle, version).orElseThrow(() -> PolicyLife.unknown(version));
    // Its state may change, its words and regions may not: only these are read from here.
    if (found.version().fixed() && heads.size() < MOST_KEPT) {
      heads.put(version, found);
    }
    return found;
  }

  /** Whether any version is in force. */
  public boolean hasCurrent() {
    return database.read(handle -> repository.only(handle, PolicyState.PUBLISHED).isPresent());
  }

  /**
   * Puts a version in force for every region; on disk when this returns.
   *
   * @param actor account id, or {@code system}
   * @throws UserProblem {@code policy.unknown}
   */
  public void publish(String actor, int version) {
    life.publish(actor, version);
  }

  /** Stores policies and, where none is in force yet, publishes one of them. */
  public void install(List<ResolvedPolicy> policies, int firstInForce) {
    policies.forEach(this::add);
    if (!policies.isEmpty() && !hasCurrent()) {
      publish("system", firstInForce);
    }
  }
}
