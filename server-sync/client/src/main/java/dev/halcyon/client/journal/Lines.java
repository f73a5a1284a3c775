package dev.halcyon.client.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How records become lines and back: {@code <CRC-32C of the JSON, 8 hex digits> <JSON>\n}. A line
 * is a frame that can be found again after damage, so one bad line never costs the good ones after
 * it. Immutable, thread-safe.
 *
 * @param <R> the records' common type
 */
public final class Lines<R> {
  private static final int PREFIX = 9;

  private final Class<R> type;
  private final ObjectReader reader;

  public Lines(Class<R> type) {
    this.type = type;
    this.reader = Wire.mapper().readerFor(type);
  }

  /** The lines of these records, one after the other. */
  public byte[] write(List<? extends R> records) {
    var out = new ByteArrayOutputStream();
    for (R record : records) {
      byte[] json = json(record);
      out.writeBytes(
          String.format("%08x ", crc(json, 0, json.length)).getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(json);
      out.write('\n');
    }
    return out.toByteArray();
  }

  private byte[] json(R record) {
    try {
      return Wire.mapper().writerFor(type).writeValueAsBytes(record);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write a " + type.getSimpleName(), e);
    }
  }

  /** Reads what is whole and says which bytes are not. */
  public Reading<R> read(byte[] bytes) {
    List<R> records = new ArrayList<>();
    List<Damage> damage = new ArrayList<>();
    int start = 0;
    boolean torn = false;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean ended = end < bytes.length;
      @Nullable R record = record(bytes, start, end);
      if (record == null && !ended) {
        // The line end itself may be what was damaged.
        record = record(bytes, start, end - 1);
      }
      torn |= !ended;
      if (record != null) {
        records.add(record);
      } else {
        note(damage, start, ended ? end + 1 : end, ended);
      }
      start = end + 1;
    }
    return new Reading<>(List.copyOf(records), List.copyOf(damage), torn);
  }

  private static void note(List<Damage> damage, int from, int to, boolean ended) {
    if (!damage.isEmpty() && damage.getLast().to() == from) {
      Damage before = damage.removeLast();
      damage.add(new Damage(before.from(), to, before.ended() || ended));
    } else {
      damage.add(new Damage(from, to, ended));
    }
  }

  private @Nullable R record(byte[] bytes, int start, int end) {
    int from = start + PREFIX;
    if (from >= end || bytes[from - 1] != ' ') {
      return null;
    }
    long claimed = 0;
    for (int at = start; at < from - 1; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        return null;
      }
      claimed = claimed << 4 | digit;
    }
    if (claimed != crc(bytes, from, end - from)) {
      return null;
    }
    try {
      return reader.readValue(bytes, from, end - from);
    } catch (IOException e) {
      return null;
    }
  }

  private static long crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return crc.getValue();
  }

  /**
   * Bytes that are no whole line.
   *
   * @param ended whether a line end closes them: then they were once written whole
   */
  public record Damage(int from, int to, boolean ended) {}

  /**
   * What a file holds.
   *
   * @param torn whether the last line lacks its end, as after a crash during a write
   */
  public record Reading<R>(List<R> records, List<Damage> damage, boolean torn) {
    /**
     * Whether something that had once been written may be missing. A torn last line never was: the
     * crash came before anybody was told that it is kept.
     */
    public boolean lost() {
      return damage.stream().anyMatch(Damage::ended);
    }
  }
}
