package dev.halcyon.server.media;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of media to be fetched. Stateless; each method works in the caller's transaction. */
public final class FetchRepository {
  private static final int LONGEST_PROBLEM = 500;

  /** One address an item names. */
  public record Fetch(UUID item, int place, String url, int attempts) {}

  /** One that was given up. */
  public record Failure(int place, String problem) {}

  /** Notes what is to be fetched for a new item. */
  public void insert(Handle handle, UUID item, int firstPlace, List<String> urls, Instant now) {
    for (int i = 0; i < urls.size(); i++) {
      handle
          .createUpdate(
              """
              insert into media_fetch (item_id, place, url, state, attempts, next_at, made_at)
              values (:item, :place, :url, 'WAITING', 0, :now, :now)
              """)
          .bind("item", item)
          .bind("place", firstPlace + i)
          .bind("url", urls.get(i))
          .bind("now", now)
          .execute();
    }
  }

  /** How many wait, counted up to a bound. */
  public long waiting(Handle handle, int bound) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select 1 as one from media_fetch where state = 'WAITING' limit :bound) w
            """)
        .bind("bound", bound)
        .mapTo(Long.class)
        .one();
  }

  /** What is due, longest due first. */
  public List<Fetch> due(Handle handle, Instant now, int limit) {
    return handle
        .createQuery(
            """
            select item_id, place, url, attempts from media_fetch
            where state = 'WAITING' and next_at <= :now
            order by state, next_at limit :limit
            """)
        .bind("now", now)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Fetch(
                    row.getObject("item_id", UUID.class),
                    row.getInt("place"),
                    row.getString("url"),
                    row.getInt("attempts")))
        .list();
  }

  /** Takes one, so that no other server process does before {@code until}. */
  public boolean take(Handle handle, Fetch fetch, Instant until) {
    return handle
            .createUpdate(
                """
                update media_fetch set attempts = attempts + 1, next_at = :until
                where item_id = :item and place = :place and state = 'WAITING'
                  and attempts = :attempts
                """)
            .bind("until", until)
            .bind("item", fetch.item())
            .bind("place", fetch.place())
            .bind("attempts", fetch.attempts())
            .execute()
        == 1;
  }

  /** Gives back one that was taken and then not fetched. */
  public void release(Handle handle, Fetch fetch, Instant now) {
    handle
        .createUpdate(
            """
            update media_fetch set attempts = :attempts, next_at = :now
            where item_id = :item and place = :place and state = 'WAITING'
            """)
        .bind("attempts", fetch.attempts())
        .bind("now", now)
        .bind("item", fetch.item())
        .bind("place", fetch.place())
        .execute();
  }

  /** Notes that the bytes are here, as part of the item; false when that is known already. */
  public boolean fetched(Handle handle, Fetch fetch, String mediaId, Instant now) {
    int changed =
        handle
            .createUpdate(
                """
                update media_fetch set state = 'FETCHED', media_id = :media, ended_at = :now,
                  problem = null
                where item_id = :item and place = :place and state = 'WAITING'
                """)
            .bind("media", mediaId)
            .bind("now", now)
            .bind("item", fetch.item())
            .bind("place", fetch.place())
            .execute();
    if (changed == 1) {
      handle
          .createUpdate(
              "insert into item_media (item_id, place, media_id) values (:item, :place, :media)")
          .bind("item", fetch.item())
          .bind("place", fetch.place())
          .bind("media", mediaId)
          .execute();
    }
    return changed == 1;
  }

  /** Notes a failure, to be tried again at a time. */
  public void failed(Handle handle, Fetch fetch, String problem, Instant next) {
    end(handle, fetch, "WAITING", problem, next);
  }

  /** Gives one up. */
  public void givenUp(Handle handle, Fetch fetch, String problem, Instant now) {
    end(handle, fetch, "FAILED", problem, now);
  }

  private static void end(Handle handle, Fetch fetch, String state, String problem, Instant at) {
    handle
        .createUpdate(
            """
            update media_fetch set state = :state, next_at = :at, problem = :problem,
              ended_at = case when :state = 'FAILED' then :at else null end
            where item_id = :item and place = :place and state = 'WAITING'
            """)
        .bind("state", state)
        .bind("at", at)
        .bind(
            "problem",
            problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem)
        .bind("item", fetch.item())
        .bind("place", fetch.place())
        .execute();
  }

  /** Whether some of an item's media are still to come. */
  public boolean isWaiting(Handle handle, UUID item) {
    return handle
        .createQuery(
            "select 1 from media_fetch where item_id = :item and state = 'WAITING' limit 1")
        .bind("item", item)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** What of an item could not be fetched. */
  public List<Failure> failures(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select place, problem from media_fetch where item_id = :item and state = 'FAILED'
            order by place
            """)
        .bind("item", item)
        .map((row, context) -> new Failure(row.getInt("place"), row.getString("problem")))
        .list();
  }
}
