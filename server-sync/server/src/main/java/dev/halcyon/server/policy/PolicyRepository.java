package dev.halcyon.server.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.store.Columns;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of policies. Stateless; each call uses its handle. */
final class PolicyRepository {
  private static final TypeReference<TreeMap<String, String>> REGIONS = new TypeReference<>() {};

  /**
   * What has to be known of a version to find the policy of a region.
   *
   * @param regions the overlay of each region that has one
   */
  record Head(PolicyVersion version, Map<String, String> regions) {}

  /**
   * A document to be stored.
   *
   * @param yaml as its author wrote it, or null where nobody did
   * @param regions the overlay of each region that has one
   */
  record Written(
      ResolvedPolicy base,
      @Nullable String yaml,
      String canonical,
      String hash,
      Map<String, String> regions) {}

  void insert(Handle handle, Written written, String actor, Instant now) {
    handle
        .createUpdate(
            """
            insert into policy_version
              (version, id, state, title, document, canonical, content_hash, regions, fixed,
               made_by, stored_at, moved_at)
            values
              (:version, :id, 'DRAFT', :title, :yaml, :canonical, :hash, :regions, false,
               :actor, :now, :now)
            """)
        .bind("version", written.base().ref().version())
        .bind("id", written.base().ref().id())
        .bind("title", written.base().title())
        .bind("yaml", written.yaml())
        .bind("canonical", written.canonical())
        .bind("hash", written.hash())
        .bind("regions", Wire.write(new TreeMap<>(written.regions())))
        .bind("actor", actor)
        .bind("now", now)
        .execute();
  }

  /** Writes other words into a draft. */
  void rewrite(Handle handle, Written written, String actor, Instant now) {
    handle
        .createUpdate(
            """
            update policy_version set id = :id, title = :title, document = :yaml,
              canonical = :canonical, content_hash = :hash, regions = :regions, made_by = :actor,
              stored_at = :now
            where version = :version
            """)
        .bind("version", written.base().ref().version())
        .bind("id", written.base().ref().id())
        .bind("title", written.base().title())
        .bind("yaml", written.yaml())
        .bind("canonical", written.canonical())
        .bind("hash", written.hash())
        .bind("regions", Wire.write(new TreeMap<>(written.regions())))
        .bind("actor", actor)
        .bind("now", now)
        .execute();
    handle
        .createUpdate("delete from policy_document where version = :version")
        .bind("version", written.base().ref().version())
        .execute();
  }

  void insertResolved(
      Handle handle,
      ResolvedPolicy policy,
      String overlay,
      String content,
      String hash,
      Instant now) {
    handle
        .createUpdate(
            """
            insert into policy_document
              (id, version, overlay, title, content, content_hash, stored_at)
            values (:id, :version, :overlay, :title, :content, :hash, :now)
            """)
        .bind("id", policy.ref().id())
        .bind("version", policy.ref().version())
        .bind("overlay", overlay)
        .bind("title", policy.title())
        .bind("content", content)
        .bind("hash", hash)
        .bind("now", now)
        .execute();
  }

  Optional<String> resolvedHash(Handle handle, int version, String overlay) {
    return handle
        .createQuery(
            """
            select content_hash from policy_document
            where version = :version and overlay = :overlay
            """)
        .bind("version", version)
        .bind("overlay", overlay)
        .mapTo(String.class)
        .findFirst();
  }

  void setRegions(Handle handle, int version, Map<String, String> regions) {
    handle
        .createUpdate("update policy_version set regions = :regions where version = :version")
        .bind("version", version)
        .bind("regions", Wire.write(new TreeMap<>(regions)))
        .execute();
  }

  /** The version in a state that only one can have. */
  Optional<Integer> only(Handle handle, PolicyState state) {
    return handle
        .createQuery("select version from policy_version where state = :state")
        .bind("state", state.name())
        .mapTo(Integer.class)
        .findFirst();
  }

  Optional<Head> head(Handle handle, int version) {
    return handle
        .createQuery("select * from policy_version where version = :version")
        .bind("version", version)
        .map((row, context) -> head(row))
        .findFirst();
  }

  /** Every version, newest first. */
  List<PolicyVersion> versions(Handle handle) {
    return handle
        .createQuery("select * from policy_version order by version desc")
        .map((row, context) -> head(row).version())
        .list();
  }

  /** The document as its author wrote it; where nobody did, the canonical one. */
  Optional<String> document(Handle handle, int version) {
    return handle
        .createQuery(
            "select coalesce(document, canonical) from policy_version where version = :version")
        .bind("version", version)
        .mapTo(String.class)
        .findFirst();
  }

  /** Has moves of policies take turns in every server process. */
  void lockAll(Handle handle) {
    handle
        .createQuery("select version from policy_version order by version for update")
        .mapTo(Integer.class)
        .list();
  }

  /** The policy of a version with an overlay, else its base. */
  Optional<ResolvedPolicy> find(Handle handle, int version, String overlay) {
    List<String> found =
        handle
            .createQuery(
                """
                select content from policy_document
                where version = :version and overlay in ('', :overlay)
                order by overlay desc
                """)
            .bind("version", version)
            .bind("overlay", overlay)
            .mapTo(String.class)
            .list();
    return found.stream().findFirst().map(json -> Wire.read(json, ResolvedPolicy.class));
  }

  void move(Handle handle, int version, PolicyState state, Instant now) {
    handle
        .createUpdate(
            """
            update policy_version set state = :state, moved_at = :now,
              fixed = (fixed or :state <> 'DRAFT')
            where version = :version
            """)
        .bind("version", version)
        .bind("state", state.name())
        .bind("now", now)
        .execute();
  }

  /** From now on the words of a version cannot change: something names it. */
  void fix(Handle handle, int version) {
    handle
        .createUpdate("update policy_version set fixed = true where version = :version")
        .bind("version", version)
        .execute();
  }

  void setReplaced(Handle handle, int version, @Nullable Integer replaced) {
    handle
        .createUpdate("update policy_version set replaced = :replaced where version = :version")
        .bind("version", version)
        .bind("replaced", replaced)
        .execute();
  }

  private static Head head(ResultSet row) throws SQLException {
    Map<String, String> regions = regions(row.getString("regions"));
    int replaced = row.getInt("replaced");
    return new Head(
        new PolicyVersion(
            row.getString("id"),
            row.getInt("version"),
            PolicyState.valueOf(row.getString("state")),
            row.getString("title"),
            row.getString("content_hash"),
            regions.values().stream().distinct().sorted().toList(),
            row.getBoolean("fixed"),
            replaced == 0 ? null : replaced,
            row.getString("made_by"),
            Columns.instant(row, "stored_at"),
            Columns.instant(row, "moved_at")),
        regions);
  }

  private static Map<String, String> regions(String json) {
    try {
      return Map.copyOf(Wire.mapper().readValue(json, REGIONS));
    } catch (IOException e) {
      throw new IllegalStateException("a policy's regions cannot be read", e);
    }
  }
}
