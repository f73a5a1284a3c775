package dev.halcyon.server.policy;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of policies. Stateless; each call uses its handle. */
final class PolicyRepository {
  /** States of a policy version: written, in force, replaced. */
  enum State {
    DRAFT,
    PUBLISHED,
    SUPERSEDED
  }

  void insert(
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
              (id, version, overlay, state, title, content, content_hash, stored_at)
            values (:id, :version, :overlay, 'DRAFT', :title, :content, :hash, :now)
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

  Optional<String> hash(Handle handle, String id, int version, String overlay) {
    return handle
        .createQuery(
            """
            select content_hash from policy_document
            where id = :id and version = :version and overlay = :overlay
            """)
        .bind("id", id)
        .bind("version", version)
        .bind("overlay", overlay)
        .mapTo(String.class)
        .findOne();
  }

  /** The version in force. */
  Optional<Integer> published(Handle handle) {
    return handle
        .createQuery(
            "select version from policy_document where state = 'PUBLISHED' and overlay = ''")
        .mapTo(Integer.class)
        .findFirst();
  }

  Optional<State> state(Handle handle, int version) {
    return handle
        .createQuery(
            """
            select state from policy_document where version = :version and overlay = '' for update
            """)
        .bind("version", version)
        .mapTo(String.class)
        .findFirst()
        .map(State::valueOf);
  }

  /** The policy of a version for a region: its overlay where it has one, else the base. */
  Optional<ResolvedPolicy> find(Handle handle, int version, String region) {
    List<String> found =
        handle
            .createQuery(
                """
                select content from policy_document
                where version = :version and overlay in ('', :region)
                order by overlay desc
                """)
            .bind("version", version)
            .bind("region", region)
            .mapTo(String.class)
            .list();
    return found.stream().findFirst().map(json -> Wire.read(json, ResolvedPolicy.class));
  }

  void publish(Handle handle, int version, Instant now) {
    handle
        .createUpdate("update policy_document set state = 'SUPERSEDED' where state = 'PUBLISHED'")
        .execute();
    handle
        .createUpdate(
            """
            update policy_document set state = 'PUBLISHED', published_at = :now
            where version = :version
            """)
        .bind("version", version)
        .bind("now", now)
        .execute();
  }
}
