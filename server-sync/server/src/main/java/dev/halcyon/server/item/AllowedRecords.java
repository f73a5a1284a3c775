package dev.halcyon.server.item;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of what the machine said about items that it allowed at once: most items there are, which
 * hardly anybody ever looks at, so that all of it is one compressed row. Nothing is left out.
 * Stateless; each method works in the caller's transaction.
 */
public final class AllowedRecords {
  /** Assessments in cascade order, and the argument. */
  public record Said(List<Assessment> assessments, Rationale rationale) {
    public Said {
      assessments = List.copyOf(assessments);
    }
  }

  /** A row to be stored. */
  public record Row(UUID item, UUID rationale, byte[] content, Instant at) {}

  /** Makes a row; outside of any transaction, since it costs more than storing it. */
  public static Row row(UUID item, Said said) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 4096)) {
      out.write(Wire.write(said).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return new Row(item, said.rationale().id(), bytes.toByteArray(), said.rationale().at());
  }

  public void insert(Handle handle, List<Row> rows) {
    var batch =
        handle.prepareBatch(
            """
            insert into allowed_record (item_id, rationale_id, content, made_at)
            values (:item, :rationale, :content, :at)
            """);
    for (Row row : rows) {
      batch
          .bind("item", row.item())
          .bind("rationale", row.rationale())
          .bind("content", row.content())
          .bind("at", row.at())
          .add();
    }
    batch.execute();
  }

  public Optional<Said> find(Handle handle, UUID item) {
    return handle
        .createQuery("select content from allowed_record where item_id = :item")
        .bind("item", item)
        .mapTo(byte[].class)
        .findOne()
        .map(AllowedRecords::said);
  }

  /** What was said about those of these items that were allowed at once. */
  public Map<UUID, Said> find(Handle handle, List<UUID> items) {
    return handle
        .createQuery("select item_id, content from allowed_record where item_id in (<ids>)")
        .bindList("ids", items)
        .map(
            (row, context) ->
                Map.entry(row.getObject("item_id", UUID.class), said(row.getBytes("content"))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Said said(byte[] content) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(content))) {
      return Wire.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Said.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored verdict cannot be read", e);
    }
  }
}
