package dev.halcyon.server.numbers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.halcyon.protocol.WeekNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a week's numbers as CSV (RFC 4180, UTF-8): one number a row, an empty cell for one that is
 * withheld. A cell that a spreadsheet would take for a formula is led by an apostrophe. Pure.
 */
final class WeekNumbersCsv {
  private static final CsvMapper MAPPER =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
  private static final String FORMULA = "=+-@\t\r";

  private WeekNumbersCsv() {}

  static String write(WeekNumbers numbers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("week", "group", "key", "number", "quantile", "value"));
    for (WeekNumbers.Line line : numbers.lines()) {
      List<String> of = List.of(numbers.week().toString(), line.group().name(), safe(line.key()));
      rows.add(row(of, "decided", "", line.decided()));
      spread(rows, of, "handling_seconds", line.handlingSeconds());
      spread(rows, of, "age_seconds", line.ageSeconds());
      rows.add(row(of, "in_time", "", line.inTime()));
    }
    for (WeekNumbers.BandExposure band : numbers.exposure()) {
      List<String> of = List.of(numbers.week().toString(), "BAND", band.band().name());
      if (band.minutes().isEmpty()) {
        rows.add(row(of, "exposure_minutes", "", null));
      }
      for (int part = 0; part < band.minutes().size(); part++) {
        String name = (part + 1) + " of " + band.minutes().size();
        rows.add(row(of, "exposure_minutes", name, band.minutes().get(part)));
      }
    }
    try {
      return MAPPER
          .writer(CsvSchema.emptySchema().withLineSeparator("\r\n"))
          .writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows of text are written", e);
    }
  }

  private static void spread(
      List<List<String>> rows, List<String> of, String name, WeekNumbers.@Nullable Spread spread) {
    rows.add(row(of, name, "0.25", spread == null ? null : spread.p25()));
    rows.add(row(of, name, "0.5", spread == null ? null : spread.p50()));
    rows.add(row(of, name, "0.75", spread == null ? null : spread.p75()));
    rows.add(row(of, name, "0.9", spread == null ? null : spread.p90()));
  }

  private static List<String> row(
      List<String> of, String name, String quantile, @Nullable Object value) {
    List<String> row = new ArrayList<>(of);
    row.add(name);
    row.add(quantile);
    row.add(Objects.toString(value, ""));
    return row;
  }

  static String safe(String cell) {
    return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
