package dev.halcyon.server.trial;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ChangedItem;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.OutcomeShift;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.protocol.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what a version in shadow says. Stateless; each call uses its handle. */
final class ShadowRepository {
  private static final int EXAMPLES = 100;

  /**
   * What a version in shadow says of one item.
   *
   * @param verdict null where stages are missing
   */
  record Said(
      @Nullable Verdict verdict,
      Category category,
      List<CategoryScore> scores,
      List<String> missing) {}

  void insert(Handle handle, int version, Stored live, Said said, Instant now) {
    Item item = live.item();
    handle
        .createUpdate(
            """
            insert into shadow_verdict
              (version, item_id, live_version, live_verdict, verdict, category, region, language,
               scores, missing, made_at)
            values
              (:version, :item, :liveVersion, :liveVerdict, :verdict, :category, :region,
               :language, :scores, :missing, :now)
            """)
        .bind("version", version)
        .bind("item", item.id())
        .bind("liveVersion", live.version())
        .bind("liveVerdict", live.verdict().name())
        .bind("verdict", said.verdict() == null ? null : said.verdict().name())
        .bind("category", said.category().id())
        .bind("region", item.region())
        .bind("language", item.language())
        .bind("scores", Wire.write(said.scores()))
        .bind("missing", String.join(",", said.missing()))
        .bind("now", now)
        .execute();
  }

  /** What differs so far. */
  WhatIfReport report(Handle handle, int version) {
    long judged = count(handle, version, "verdict is not null");
    long changed = count(handle, version, "verdict <> live_verdict");
    Map<String, Long> missing =
        handle
            .createQuery(
                """
                select missing, count(*) from shadow_verdict
                where version = :version and missing <> '' group by missing
                """)
            .bind("version", version)
            .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
            .list()
            .stream()
            .flatMap(
                each ->
                    List.of(each.getKey().split(",")).stream()
                        .map(stage -> Map.entry(stage, each.getValue())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    return new WhatIfReport(
        judged,
        changed,
        count(handle, version, "verdict is null"),
        0,
        missing,
        shifts(handle, version, "category"),
        shifts(handle, version, "region"),
        shifts(handle, version, "language"),
        examples(handle, version));
  }

  private static long count(Handle handle, int version, String which) {
    return handle
        .createQuery("select count(*) from shadow_verdict where version = :version and " + which)
        .bind("version", version)
        .mapTo(Long.class)
        .one();
  }

  private static List<OutcomeShift> shifts(Handle handle, int version, String by) {
    return handle
        .createQuery(
            """
            select %1$s, live_verdict, verdict, count(*) from shadow_verdict
            where version = :version and verdict <> live_verdict
            group by %1$s, live_verdict, verdict
            order by 4 desc, 1, 2, 3
            """
                .formatted(by))
        .bind("version", version)
        .map(
            (row, context) ->
                new OutcomeShift(
                    row.getString(1),
                    Verdict.valueOf(row.getString(2)),
                    Verdict.valueOf(row.getString(3)),
                    row.getLong(4)))
        .list();
  }

  private static List<ChangedItem> examples(Handle handle, int version) {
    return handle
        .createQuery(
            """
            select * from shadow_verdict
            where version = :version and verdict <> live_verdict
            order by made_at desc limit :limit
            """)
        .bind("version", version)
        .bind("limit", EXAMPLES)
        .map(
            (row, context) ->
                new ChangedItem(
                    row.getObject("item_id", UUID.class),
                    Verdict.valueOf(row.getString("live_verdict")),
                    Verdict.valueOf(row.getString("verdict")),
                    Category.of(row.getString("category")),
                    row.getString("region"),
                    row.getString("language"),
                    null))
        .list();
  }
}
