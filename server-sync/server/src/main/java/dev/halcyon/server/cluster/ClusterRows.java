package dev.halcyon.server.cluster;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The SQL of finding like cases and of members that wait for a decision. Stateless; each method
 * works in the caller's transaction.
 */
final class ClusterRows {
  /** An open case and what its item looks like. */
  record Candidate(UUID caseId, Likeness likeness) {}

  /**
   * A member that waits.
   *
   * @param likeness empty once the key of its item was destroyed, as in a restored database
   * @param apart from the case's item
   * @param excepted whether the decision on the case is not for it
   */
  record Waiting(
      UUID caseId,
      UUID itemId,
      boolean exact,
      Optional<Likeness> likeness,
      Category category,
      double score,
      Likeness.Apart apart,
      boolean excepted) {}

  /** Holds locks until the transaction ends; always in the same order. */
  void lock(Handle handle, SortedSet<Integer> locks) {
    for (int id : locks) {
      handle
          .createQuery("select id from cluster_lock where id = :id for update")
          .bind("id", id)
          .mapTo(Integer.class)
          .one();
    }
  }

  /** Open cases that share a print, oldest first. */
  List<Candidate> candidates(Handle handle, Likeness likeness) {
    return handle
        .createQuery(
            """
            select distinct c.created_at, l.case_id, l.content from case_print p
            join review_case c on c.id = p.case_id and c.is_open
            join case_likeness l on l.case_id = p.case_id
            where p.print in (<prints>) order by c.created_at, l.case_id
            """)
        .bindList("prints", List.copyOf(likeness.sought()))
        .map(ClusterRows::candidate)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Candidate> candidate(ResultSet row, StatementContext context)
      throws SQLException {
    UUID caseId = row.getObject("case_id", UUID.class);
    return likeness(row.getString("content"), context)
        .map(likeness -> new Candidate(caseId, likeness));
  }

  private static Optional<Likeness> likeness(String stored, StatementContext context) {
    return Optional.of(Seals.of(context).text(stored))
        .filter(json -> !json.isEmpty())
        .map(json -> Wire.read(json, Likeness.class));
  }

  void insertLikeness(Handle handle, UUID caseId, UUID item, Likeness likeness) {
    handle
        .createUpdate("insert into case_likeness (case_id, content) values (:id, :content)")
        .bind("id", caseId)
        .bind("content", Seals.of(handle).sealer(handle, item).seal(Wire.write(likeness)))
        .execute();
    var batch = handle.prepareBatch("insert into case_print (print, case_id) values (:print, :id)");
    likeness.prints().forEach(print -> batch.bind("print", print).bind("id", caseId).add());
    batch.execute();
  }

  void insertMember(Handle handle, Waiting member, Instant now) {
    handle
        .createUpdate(
            """
            insert into case_member
              (case_id, item_id, exact, state, likeness, category, score, joined_at,
               words_apart, pictures_apart, excepted)
            values (:case, :item, :exact, 'WAITING', :likeness, :category, :score, :now,
              :words, :pictures, :excepted)
            """)
        .bind("case", member.caseId())
        .bind("item", member.itemId())
        .bind("exact", member.exact())
        .bind(
            "likeness",
            Seals.of(handle)
                .sealer(handle, member.itemId())
                .seal(member.likeness().map(Wire::write).orElse("")))
        .bind("category", member.category().id())
        .bind("score", member.score())
        .bind("now", now)
        .bind("words", member.apart().words())
        .bind("pictures", member.apart().pictures())
        .bind("excepted", member.excepted())
        .execute();
  }

  /** Cases that are decided and have members that wait, and how many at most are given. */
  List<UUID> decided(Handle handle, int most) {
    return handle
        .createQuery(
            """
            select distinct m.case_id from case_member m
            join review_case c on c.id = m.case_id and c.state = 'DECIDED'
            where m.state = 'WAITING' limit :most
            """)
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  /** Members of a case that wait, the exact ones first, then as they joined. */
  List<Waiting> waiting(Handle handle, UUID caseId, int most) {
    return new ArrayList<>(
        handle
            .createQuery(
                """
                select * from case_member where state = 'WAITING' and case_id = :case
                order by exact desc, joined_at, item_id limit :most
                """)
            .bind("case", caseId)
            .bind("most", most)
            .map(ClusterRows::waiting)
            .list());
  }

  /** Where an item waits, if it hangs on a case. */
  Optional<Waiting> waitingItem(Handle handle, UUID item) {
    return handle
        .createQuery("select * from case_member where item_id = :item and state = 'WAITING'")
        .bind("item", item)
        .map(ClusterRows::waiting)
        .findFirst();
  }

  private static Waiting waiting(ResultSet row, StatementContext context) throws SQLException {
    return new Waiting(
        row.getObject("case_id", UUID.class),
        row.getObject("item_id", UUID.class),
        row.getBoolean("exact"),
        likeness(row.getString("likeness"), context),
        Category.of(row.getString("category")),
        row.getDouble("score"),
        new Likeness.Apart(row.getInt("words_apart"), row.getInt("pictures_apart")),
        row.getBoolean("excepted"));
  }

  /**
   * Ends a member's wait.
   *
   * @return whether it still waited
   */
  boolean settle(Handle handle, UUID caseId, UUID item, String state, Instant now) {
    return handle
            .createUpdate(
                """
                update case_member set state = :state, settled_at = :now
                where case_id = :case and item_id = :item and state = 'WAITING'
                """)
            .bind("state", state)
            .bind("now", now)
            .bind("case", caseId)
            .bind("item", item)
            .execute()
        > 0;
  }
}
