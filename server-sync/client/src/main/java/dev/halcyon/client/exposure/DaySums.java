package dev.halcyon.client.exposure;

import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.SeverityBand;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Adds events up by day, band and kind. For one thread at a time. */
final class DaySums {
  private record Cell(SeverityBand band, ExposureKind kind) {}

  private final ZoneId zone;
  private final TreeMap<LocalDate, Map<Cell, Long>> byKind = new TreeMap<>();
  private final TreeMap<LocalDate, Map<SeverityBand, Long>> moments = new TreeMap<>();
  // Of each session and band the last moments added: events of one slice come one after the other.
  private final Map<UUID, Map<SeverityBand, Long>> lastSlice = new HashMap<>();

  /**
   * @param zone whose days these are
   */
  DaySums(ZoneId zone) {
    this.zone = zone;
  }

  DaySums copy() {
    DaySums copy = new DaySums(zone);
    byKind.forEach((day, cells) -> copy.byKind.put(day, new HashMap<>(cells)));
    moments.forEach((day, bands) -> copy.moments.put(day, new HashMap<>(bands)));
    lastSlice.forEach((session, bands) -> copy.lastSlice.put(session, new HashMap<>(bands)));
    return copy;
  }

  /** Adds an event; those of a session in their order. */
  void add(ExposureEvent event) {
    LocalDate day = event.startedAt().atZone(zone).toLocalDate();
    put(day, event.band(), event.kind(), event.millis());
    Map<SeverityBand, Long> last =
        lastSlice.computeIfAbsent(event.session(), _ -> new EnumMap<>(SeverityBand.class));
    Long before = last.put(event.band(), event.atMillis());
    if (before == null || before != event.atMillis()) {
      putMoments(day, event.band(), event.millis());
    }
  }

  void add(LedgerRecord.Day sum) {
    if (sum.kind() == null) {
      putMoments(sum.day(), sum.band(), sum.millis());
    } else {
      put(sum.day(), sum.band(), sum.kind(), sum.millis());
    }
  }

  private void put(LocalDate day, SeverityBand band, ExposureKind kind, long millis) {
    byKind
        .computeIfAbsent(day, _ -> new HashMap<>())
        .merge(new Cell(band, kind), millis, Long::sum);
  }

  private void putMoments(LocalDate day, SeverityBand band, long millis) {
    moments.computeIfAbsent(day, _ -> new HashMap<>()).merge(band, millis, Long::sum);
  }

  /** Forgets days before this one. */
  void forgetBefore(LocalDate day) {
    byKind.headMap(day).clear();
    moments.headMap(day).clear();
  }

  List<LedgerRecord.Day> records() {
    List<LedgerRecord.Day> records = new ArrayList<>();
    byKind.forEach(
        (day, cells) ->
            cells.forEach(
                (cell, millis) ->
                    records.add(new LedgerRecord.Day(day, cell.band(), cell.kind(), millis))));
    moments.forEach(
        (day, bands) ->
            bands.forEach(
                (band, millis) -> records.add(new LedgerRecord.Day(day, band, null, millis))));
    return records;
  }

  ExposureSpan span(LocalDate from, LocalDate through) {
    List<ExposureShare> bands = new ArrayList<>();
    for (SeverityBand band : SeverityBand.values()) {
      long seen = 0;
      for (Map<SeverityBand, Long> day : moments.subMap(from, true, through, true).values()) {
        seen += day.getOrDefault(band, 0L);
      }
      Map<ExposureKind, Long> kinds = new EnumMap<>(ExposureKind.class);
      for (Map<Cell, Long> day : byKind.subMap(from, true, through, true).values()) {
        day.forEach(
            (cell, millis) -> {
              if (cell.band() == band) {
                kinds.merge(cell.kind(), millis, Long::sum);
              }
            });
      }
      if (seen > 0 || !kinds.isEmpty()) {
        bands.add(new ExposureShare(band, seen, kinds));
      }
    }
    return new ExposureSpan(from, through, bands);
  }
}
