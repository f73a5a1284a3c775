package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.item.Excerpts;
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
      select i.id, i.source, i.external_id, i.author_id, i.visibility, i.body,
        m.joined_at, m.kind, m.waiting
      from (
        select item_id, joined_at, state = 'WAITING' as waiting,
          case when exact then 'EXACT' else 'NEAR' end as kind
        from case_member where case_id = :case and state in ('WAITING', 'FOLLOWED')
        union all
        select d.item_id, x.received_at as joined_at, c.is_open as waiting,
          'UNDECODABLE' as kind
        from decoder_cluster d join review_case c on c.id = d.case_id
        join item x on x.id = d.item_id
        where d.case_id = :case and d.item_id <> c.item_id
      ) m
      join item i on i.id = m.item_id
      """;

  /** A place among the members: the one after which a page begins. */
  record Place(Instant joinedAt, UUID itemId) {
    /**
     * Reads a cursor.
     *
     * @throws UserProblem {@code request.cursor} when it is not one of ours
     */
    static Place parse(String cursor) {
      int at = cursor.indexOf('_');
      try {
        return new Place(
            Instant.parse(cursor.substring(0, Math.max(0, at))),
            UUID.fromString(cursor.substring(at + 1)));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new UserProblem(
            "request.cursor",
            "The cursor in \"after\" is not one that this server gave.",
            "Use \"next\" of the page before, or leave \"after\" out to begin anew.");
      }
    }

    static String cursor(CaseMember member) {
      return member.joinedAt() + "_" + member.itemId();
    }
  }

  private static final Place FIRST = new Place(Instant.EPOCH, new UUID(0, 0));

  List<CaseMember> first(Handle handle, UUID caseId, int limit) {
    return after(handle, caseId, FIRST, limit);
  }

  List<CaseMember> after(Handle handle, UUID caseId, Place after, int limit) {
    return handle
        .createQuery(
            MEMBERS
                + """
                where m.joined_at > :at or m.joined_at = :at and i.id > :id
                order by m.joined_at, i.id limit :limit
                """)
        .bind("case", caseId)
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
                    Excerpts.of(row.getString("body"))))
        .list();
  }
}
