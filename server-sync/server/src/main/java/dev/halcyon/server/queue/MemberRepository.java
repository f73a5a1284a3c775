package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.item.Excerpts;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.store.Columns;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of the further items that hang on a case, as people see them. Stateless. */
final class MemberRepository {
  private static final String MEMBERS =
      """
      select i.id, i.source, i.external_id, i.author_id, i.visibility, i.words, i.body, i.conversation, i.text_hash,
        i.said,
        m.joined_at, m.kind, m.waiting, m.words_apart, m.pictures_apart
      from (
        select item_id, joined_at, state = 'WAITING' as waiting, words_apart, pictures_apart,
          case when exact then 0 else greatest(1, words_apart, pictures_apart) end as apart,
          case when exact then 'EXACT' else 'NEAR' end as kind
        from case_member where case_id = :case and state in ('WAITING', 'FOLLOWED')
        union all
        select d.item_id, x.received_at as joined_at, c.is_open as waiting,
          0 as words_apart, 0 as pictures_apart, 101 as apart, 'UNDECODABLE' as kind
        from decoder_cluster d join review_case c on c.id = d.case_id
        join item x on x.id = d.item_id
        where d.case_id = :case and d.item_id <> c.item_id
      ) m
      join item i on i.id = m.item_id
      """;

  /**
   * A place among the members: the one after which a page begins.
   *
   * @param apart how unlike the case's item: 0 for exact ones, {@link #UNCOMPARED} at most
   */
  record Place(int apart, Instant joinedAt, UUID itemId) {
    /**
     * Reads a cursor.
     *
     * @throws UserProblem {@code request.cursor} when it is not one of ours
     */
    static Place parse(String cursor) {
      String[] parts = cursor.split("_", -1);
      try {
        if (parts.length != 3) {
          throw new IllegalArgumentException("three parts");
        }
        return new Place(
            Integer.parseInt(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new UserProblem(
            "request.cursor",
            "The cursor in \"after\" is not one that this server gave.",
            "Use \"next\" of the page before, or leave \"after\" out to begin anew.");
      }
    }

    static String cursor(CaseMember member) {
      return apart(member) + "_" + member.joinedAt() + "_" + member.itemId();
    }

    private static int apart(CaseMember member) {
      return switch (member.kind()) {
        case EXACT, UNKNOWN -> 0;
        case NEAR -> Math.max(1, Math.max(member.wordsApart(), member.picturesApart()));
        case UNDECODABLE -> UNCOMPARED;
      };
    }
  }

  /** What cannot be compared comes before anything that can; the query says the same number. */
  private static final int UNCOMPARED = 101;

  private static final Place FIRST = new Place(UNCOMPARED + 1, Instant.EPOCH, new UUID(0, 0));

  List<CaseMember> first(Handle handle, UUID caseId, int limit) {
    return after(handle, caseId, FIRST, limit);
  }

  List<CaseMember> after(Handle handle, UUID caseId, Place after, int limit) {
    return handle
        .createQuery(
            MEMBERS
                + """
                where m.apart < :apart
                  or m.apart = :apart and (m.joined_at > :at or m.joined_at = :at and i.id > :id)
                order by m.apart desc, m.joined_at, i.id limit :limit
                """)
        .bind("case", caseId)
        .bind("apart", after.apart())
        .bind("at", after.joinedAt())
        .bind("id", after.itemId())
        .bind("limit", limit)
        .map(
            (row, context) ->
                new CaseMember(
                    row.getObject("id", UUID.class),
                    MemberKind.valueOf(row.getString("kind")),
                    row.getBoolean("waiting"),
                    row.getString("source"),
                    row.getString("external_id"),
                    row.getString("author_id"),
                    Visibility.valueOf(row.getString("visibility")),
                    Columns.instant(row, "joined_at"),
                    row.getInt("words_apart"),
                    row.getInt("pictures_apart"),
                    Excerpts.of(ItemWords.read(row, context).text())))
        .list();
  }

  /** Whether each of these items hangs on a case, or did. */
  boolean all(Handle handle, UUID caseId, List<UUID> itemIds) {
    return itemIds.isEmpty()
        || itemIds.size()
            == handle
                .createQuery(
                    """
                    select count(*) from case_member
                    where case_id = :case and item_id in (<items>)
                    """)
                .bind("case", caseId)
                .bindList("items", itemIds)
                .mapTo(Integer.class)
                .one();
  }

  /** Keeps members that still wait out of the decision on their case. */
  void except(Handle handle, UUID caseId, List<UUID> itemIds) {
    if (!itemIds.isEmpty()) {
      handle
          .createUpdate(
              """
              update case_member set excepted = true
              where case_id = :case and item_id in (<items>) and state = 'WAITING'
              """)
          .bind("case", caseId)
          .bindList("items", itemIds)
          .execute();
    }
  }
}
