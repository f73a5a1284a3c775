package dev.halcyon.server.media;

import dev.halcyon.server.outside.Connections;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of media to be fetched. Stateless; each method works in the caller's transaction. */
public final class FetchRepository {
  private static final int LONGEST_PROBLEM = 500;
  private static final String LOST = "LOST";
  private static final String HOPE = "HOPE";

  /**
   * One address an item names.
   *
   * @param host its origin
   * @param held {@code HOPE} or {@code LOST} where its item waits for its turn, else null
   * @param problem of the last attempt, or null
   */
  public record Fetch(
      UUID item,
      int place,
      String url,
      String host,
      int attempts,
      @Nullable String held,
      @Nullable String problem) {
    public boolean isHeld() {
      return held != null;
    }

    /** Whether trying again cannot go better. */
    public boolean isLost() {
      return LOST.equals(held);
    }
  }

  /** One that was given up. */
  public record Failure(int place, String problem) {}

  /** Notes what is to be fetched for a new item. */
  public void insert(Handle handle, UUID item, int firstPlace, List<String> urls, Instant now) {
    for (int i = 0; i < urls.size(); i++) {
      handle
          .createUpdate(
              """
              insert into media_fetch
                (item_id, place, url, host, state, attempts, next_at, made_at)
              values (:item, :place, :url, :host, 'WAITING', 0, :now, :now)
              """)
          .bind("host", Connections.origin(URI.create(urls.get(i))))
          .bind("item", item)
          .bind("place", firstPlace + i)
          .bind("url", urls.get(i))
          .bind("now", now)
          .execute();
    }
  }

  /** How many wait and are not held, counted up to a bound. */
  public long waiting(Handle handle, int bound) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select 1 as one from media_fetch where state = 'WAITING' and held is null
              limit :bound) w
            """)
        .bind("bound", bound)
        .mapTo(Long.class)
        .one();
  }

  /** How many are held for what one of these hosts does not give, counted up to a bound. */
  public long held(Handle handle, List<String> urls, int bound) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select 1 as one from media_fetch
              where host in (<hosts>) and state = 'WAITING' and held is not null limit :bound) w
            """)
        .bindList(
            "hosts",
            urls.stream().map(url -> Connections.origin(URI.create(url))).distinct().toList())
        .bind("bound", bound)
        .mapTo(Long.class)
        .one();
  }

  /** What is due, longest due first. */
  public List<Fetch> due(Handle handle, Instant now, int limit) {
    return handle
        .createQuery(
            """
            select item_id, place, url, host, attempts, held, problem from media_fetch
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
                    host(row.getString("host"), row.getString("url")),
                    row.getInt("attempts"),
                    row.getString("held"),
                    row.getString("problem")))
        .list();
  }

  /** Rows from before hosts were kept have none. */
  private static String host(@Nullable String kept, String url) {
    return kept == null ? Connections.origin(URI.create(url)) : kept;
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

  /**
   * Gives one up.
   *
   * @param lost whether trying again could not go better, should its item be held
   */
  public void givenUp(Handle handle, Fetch fetch, String problem, boolean lost, Instant now) {
    end(handle, fetch, "FAILED", problem, now);
    handle
        .createUpdate(
            "update media_fetch set held = :held where item_id = :item and place = :place")
        .bind("held", lost ? LOST : HOPE)
        .bind("item", fetch.item())
        .bind("place", fetch.place())
        .execute();
  }

  /** A host of what was given up of an item, and when that was. */
  public record FailedHost(String host, Instant at) {}

  public List<FailedHost> failedHosts(Handle handle, UUID item) {
    return handle
        .createQuery(
            """
            select host, max(ended_at) as ended_at from media_fetch
            where item_id = :item and state = 'FAILED' and host is not null group by host
            """)
        .bind("item", item)
        .map(
            (row, context) ->
                new FailedHost(
                    row.getString("host"),
                    row.getObject("ended_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * How many other items that lack media of a host are before people, or will be: those given up by
   * a moment and not judged yet.
   */
  public long cases(Handle handle, String host, UUID but, Instant since, Instant by) {
    return handle
        .createQuery(
            """
            select count(distinct f.item_id) from media_fetch f join item i on i.id = f.item_id
            where f.host = :host and f.state = 'FAILED' and f.ended_at > :since
              and f.item_id <> :item
              and ((not i.complete and f.ended_at <= :by) or exists (
                select 1 from review_case c where c.item_id = f.item_id and c.is_open))
            """)
        .bind("host", host)
        .bind("since", since)
        .bind("by", by)
        .bind("item", but)
        .mapTo(Long.class)
        .one();
  }

  /** Has what was given up of an item wait for its turn. */
  public void hold(Handle handle, UUID item, Instant next) {
    handle
        .createUpdate(
            """
            update media_fetch set state = 'WAITING', ended_at = null, next_at = :next
            where item_id = :item and state = 'FAILED'
            """)
        .bind("next", next)
        .bind("item", item)
        .execute();
  }

  /** Has a held one wait on; it counts as no attempt. */
  public void holdOn(Handle handle, Fetch fetch, Instant next) {
    handle
        .createUpdate(
            """
            update media_fetch set next_at = :next
            where item_id = :item and place = :place and state = 'WAITING'
            """)
        .bind("next", next)
        .bind("item", fetch.item())
        .bind("place", fetch.place())
        .execute();
  }

  /** Makes due what waits for a host that gives again. */
  public void release(Handle handle, String host, Instant now) {
    handle
        .createUpdate(
            """
            update media_fetch set next_at = :now
            where host = :host and state = 'WAITING' and held = :hope
            """)
        .bind("now", now)
        .bind("host", host)
        .bind("hope", HOPE)
        .execute();
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

  /** Whether a fetch was neither recorded nor given up. */
  public boolean isWaiting(Handle handle, Fetch fetch) {
    return handle
        .createQuery(
            """
            select 1 from media_fetch
            where item_id = :item and place = :place and state = 'WAITING'
            """)
        .bind("item", fetch.item())
        .bind("place", fetch.place())
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Whether all that an item waits for is held for its turn. */
  public boolean isHeld(Handle handle, UUID item) {
    List<Boolean> held =
        handle
            .createQuery(
                """
                select held is not null from media_fetch
                where item_id = :item and state = 'WAITING'
                """)
            .bind("item", item)
            .mapTo(Boolean.class)
            .list();
    return !held.isEmpty() && !held.contains(false);
  }

  /** Has nothing of an item be fetched any more. */
  public void giveUpAll(Handle handle, UUID item, Instant now) {
    handle
        .createUpdate(
            """
            update media_fetch set state = 'FAILED', held = null, next_at = :now, ended_at = :now
            where item_id = :item and state = 'WAITING'
            """)
        .bind("now", now)
        .bind("item", item)
        .execute();
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
