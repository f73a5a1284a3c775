package dev.halcyon.server.retention;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.RetentionSpec.Kind;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What the hourly look for items to erase costs: stored items of the last 400 days, one in twenty
 * decided on, with what is old erased already, as after months of work. Arguments: how many items
 * (1,000,000). It lies beside what it measures, which is nobody else's to call.
 */
public final class RetentionBench {
  private static final int DAYS = 400;
  private static final int LEFT = 20_000;

  private RetentionBench() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    int items = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    Path directory = Files.createTempDirectory("retention-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      ServerContext context = server.context();
      Instant now = Instant.now();
      List<ResolvedPolicy> policies =
          context.database().read(context.policies()::inForce).stream()
              .map(RetentionBench::keeping)
              .toList();
      Terms terms = new Terms(policies, now);
      System.out.printf(
          "%,d items of %d days; %d policies in force%n", items, DAYS, policies.size());
      seed(context, items, now);
      Retention retention = retention(context, policies, now);
      sweep(retention, "what seeding left");
      long steady = sweep(retention, "nothing is due");
      long before = before(context, terms, policies);
      System.out.printf(
          "the hourly look: %,d ms; by one query for each overlay and kind: %,d ms%n",
          steady, before);
      System.out.printf("figure retention.look %d ms%n", steady);
      System.out.printf("figure retention.look-before %d ms%n", before);
      bringBack(context, now);
      long erasing = sweep(retention, "erasing " + LEFT);
      System.out.printf("figure retention.erase %d /s%n", LEFT * 1000L / Math.max(1, erasing));
    } finally {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static ResolvedPolicy keeping(ResolvedPolicy policy) {
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        policy.categories(),
        policy.rules(),
        policy.stages(),
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        policy.clocks(),
        policy.judge(),
        policy.banks(),
        List.of(new RetentionSpec(Kind.ALLOWED, 90), new RetentionSpec(Kind.DECIDED, 365)));
  }

  private static Retention retention(
      ServerContext context, List<ResolvedPolicy> policies, Instant now) {
    Erasure erasure =
        new Erasure(
            context.database(),
            context.clock(),
            context.audit(),
            context.changes(),
            context.media(),
            context.renditions(),
            context.itemKeys(),
            context.engine()::forget);
    AtomicLong nanos = new AtomicLong();
    Retention retention =
        new Retention(
            context.database(),
            Clock.fixed(now, ZoneOffset.UTC),
            nanos::get,
            handle -> policies,
            erasure);
    retention.sweep();
    return retention;
  }

  private static long sweep(Retention retention, String what) {
    long begin = System.nanoTime();
    int erased = retention.sweep();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.printf("%s: %,d erased in %,d ms%n", what, erased, millis);
    return millis;
  }

  private static void seed(ServerContext context, int items, Instant now) {
    context
        .database()
        .useTransaction(
            handle -> {
              handle.execute(
                  """
                  insert into item (id, source, external_id, surface, language, region, author_id,
                    body, posted_at, received_at, reach, visibility, learning_consent, complete,
                    verdict, score, policy_id, policy_version, policy_overlay, erased_at)
                  select random_uuid(), 'bench', cast(x as varchar), 'POST', 'en', 'US',
                    concat('a', mod(x, 50000)), 'good morning', cast(? as timestamp with time zone), dateadd('SECOND',
                      -mod(x * 7919, 400 * 86400),
                      cast(? as timestamp with time zone)), 1,
                    case when mod(x, 20) = 0 then 'REMOVED' else 'VISIBLE' end, false, true,
                    case when mod(x, 20) = 0 then 'BLOCK' else 'ALLOW' end, 0, 'default', 4,
                    case mod(x, 5) when 0 then 'eu' when 1 then 'de' when 2 then 'in'
                      when 3 then 'us' else null end,
                    case when mod(x * 7919, 400 * 86400) > 90 * 86400 and mod(x, 20) <> 0
                      then cast(? as timestamp with time zone) else null end
                  from system_range(1, cast(? as bigint))
                  """,
                  now.atOffset(ZoneOffset.UTC),
                  now.atOffset(ZoneOffset.UTC),
                  now.atOffset(ZoneOffset.UTC),
                  items);
              handle.execute(
                  """
                  insert into decision (id, item_id, by_machine, action, restrictions, note,
                    policy_id, policy_version, visibility_before, visibility_after, decided_at,
                    recorded_at)
                  select random_uuid(), id, true, 'REMOVE', '', '', 'default', 4, 'PENDING',
                    'REMOVED', received_at, received_at from item where verdict = 'BLOCK'
                  """);
            });
    context.database().durable().await();
  }

  /** Makes erased items due again. By id: H2 asks a subquery anew for each row it updates. */
  private static void bringBack(ServerContext context, Instant now) {
    context
        .database()
        .useTransaction(
            handle -> {
              List<UUID> erased =
                  handle
                      .createQuery("select id from item where erased_at is not null limit :most")
                      .bind("most", LEFT)
                      .mapTo(UUID.class)
                      .list();
              PreparedBatch batch =
                  handle.prepareBatch(
                      "update item set erased_at = null, received_at = :then where id = :id");
              for (UUID id : erased) {
                batch.bind("then", now.minus(Duration.ofDays(DAYS))).bind("id", id).add();
              }
              batch.execute();
            });
  }

  /** One query for each overlay and kind, which reads on from the oldest each time. */
  private static long before(ServerContext context, Terms terms, List<ResolvedPolicy> policies) {
    long begin = System.nanoTime();
    for (ResolvedPolicy policy : policies) {
      Map<Kind, Instant> since = terms.of(Objects.requireNonNullElse(policy.ref().overlay(), ""));
      since.forEach(
          (kind, moment) ->
              context
                  .database()
                  .read(
                      handle ->
                          handle
                              .createQuery(
                                  """
                                  select i.id from item i
                                  where i.erased_at is null and i.received_at < :since
                                    and i.complete and coalesce(i.policy_overlay, '') = :overlay
                                    and %s
                                    and not exists (select 1 from decision d where d.item_id = i.id
                                      and d.recorded_at >= :since)
                                  order by i.erased_at, i.received_at, i.id limit 50
                                  """
                                      .formatted(kindOf(kind)))
                              .bind("since", moment)
                              .bind(
                                  "overlay", Objects.requireNonNullElse(policy.ref().overlay(), ""))
                              .mapToMap()
                              .list()));
    }
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private static String kindOf(Kind kind) {
    return kind == Kind.ALLOWED
        ? "i.verdict = 'ALLOW' and i.visibility = 'VISIBLE'"
        : "exists (select 1 from decision d where d.item_id = i.id and d.action <> 'ALLOW')";
  }
}
