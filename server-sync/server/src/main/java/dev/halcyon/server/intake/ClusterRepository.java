package dev.halcyon.server.intake;

import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.store.Columns;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of items whose media cannot be decoded and which hang on one case together
 * (docs/decisions/0044). Stateless; each method works in the caller's transaction.
 */
final class ClusterRepository {
  /** An item whose decoder failure hangs on a case that was made for another one. */
  record Clustered(UUID itemId, PolicyRef policy, Visibility visibility) {}

  /** Makes decoder failures of one author, or of one file, queue up behind each other. */
  void lockCluster(Handle handle, UUID item) {
    handle
        .createQuery(
            """
            select a.author_id from author a
            where exists (select 1 from item i where i.id = :item and i.source = a.source
              and i.author_id = a.author_id)
            for update
            """)
        .bind("item", item)
        .mapTo(String.class)
        .list();
    handle
        .createQuery(
            """
            select m.media_id from media m
            where exists (select 1 from item_media l where l.item_id = :item
              and l.media_id = m.media_id)
            order by m.media_id for update
            """)
        .bind("item", item)
        .mapTo(String.class)
        .list();
  }

  /** The open case of a decoder failure by the same author or of one of the same files. */
  Optional<UUID> openCluster(Handle handle, UUID item, List<String> failedMedia) {
    return handle
        .createQuery(
            """
            select d.case_id from decoder_cluster d
            join review_case c on c.id = d.case_id and c.is_open
            where exists (select 1 from item i where i.id = :item and i.source = d.source
                and i.author_id = d.author_id)
              or exists (select 1 from item_media l where l.item_id = d.item_id
                and l.media_id in (<media>))
            order by c.created_at limit 1
            """)
        .bind("item", item)
        .bindList("media", failedMedia)
        .mapTo(UUID.class)
        .findFirst();
  }

  void joinCluster(Handle handle, UUID item, UUID caseId) {
    handle
        .createUpdate(
            """
            insert into decoder_cluster (item_id, case_id, source, author_id)
            select id, cast(:caseId as uuid), source, author_id from item where id = :item
            """)
        .bind("caseId", caseId)
        .bind("item", item)
        .execute();
  }

  /** One more item hangs on a case. */
  void countMember(Handle handle, UUID caseId) {
    handle
        .createUpdate("update review_case set members = members + 1 where id = :id")
        .bind("id", caseId)
        .execute();
  }

  /** Decided cluster cases whose other items still wait for the same action. */
  List<UUID> decidedClusters(Handle handle) {
    return handle
        .createQuery(
            """
            select distinct d.case_id from decoder_cluster d
            join review_case c on c.id = d.case_id and c.state = 'DECIDED'
            where d.item_id <> c.item_id and not exists
              (select 1 from decision x where x.item_id = d.item_id)
            """)
        .mapTo(UUID.class)
        .list();
  }

  /** The items of a cluster beside the one its case is about, that nobody decided on yet. */
  List<Clustered> undecided(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            """
            select i.id, i.visibility, i.policy_id, i.policy_version, i.policy_overlay from item i
            join decoder_cluster d on d.item_id = i.id
            join review_case c on c.id = d.case_id
            where d.case_id = :caseId and i.id <> c.item_id and not exists
              (select 1 from decision x where x.item_id = i.id)
            order by i.id
            """)
        .bind("caseId", caseId)
        .map(
            (row, context) ->
                new Clustered(
                    row.getObject("id", UUID.class),
                    Columns.policy(row),
                    Visibility.valueOf(row.getString("visibility"))))
        .list();
  }

  /** The newest decision on a case that settled it. */
  Optional<PastDecision> settled(Handle handle, UUID caseId) {
    return handle
        .createQuery(
            """
            select d.*, a.display_name, <words> from decision d
            join item i on i.id = d.item_id
            left join account a on a.id = d.account_id
            where d.case_id = :caseId and d.action <> 'ESCALATE'
            order by d.recorded_at desc limit 1
            """)
        .define("words", ItemWords.COLUMNS)
        .bind("caseId", caseId)
        .map(IntakeRepository::past)
        .findOne();
  }

  /**
   * Takes an item that nobody decided on yet off the case it hangs on, if that is another item's.
   *
   * @return whether it hung on one
   */
  boolean leave(Handle handle, UUID item) {
    return handle
            .createUpdate(
                """
                delete from decoder_cluster where item_id = :item
                  and not exists (select 1 from decision d where d.item_id = :item)
                  and not exists (select 1 from review_case c
                    where c.id = decoder_cluster.case_id and c.item_id = :item)
                """)
            .bind("item", item)
            .execute()
        > 0;
  }

  /** Whether an item hangs on a case; asked again once the item's row is held. */
  boolean hangs(Handle handle, UUID item, UUID caseId) {
    return handle
        .createQuery("select 1 from decoder_cluster where item_id = :item and case_id = :caseId")
        .bind("item", item)
        .bind("caseId", caseId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
