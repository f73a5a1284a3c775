package dev.halcyon.engine.testing;

import dev.halcyon.engine.image.ByteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file at hand, and what processes hold of memory as Linux states it. */
public record Memory(byte[] bytes) implements ByteReader {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    int count = (int) Math.clamp(bytes.length - position, 0, length);
    if (count == 0) {
      return 0; // a demuxer may ask for what lies far past the end
    }
    System.arraycopy(bytes, (int) position, into, offset, count);
    return count;
  }

  /** The most that any process that this one started, and that still runs, has held, MB. */
  public static double mostOfChildren() throws IOException {
    double most = 0;
    for (ProcessHandle each : ProcessHandle.current().descendants().toList()) {
      try {
        most = Math.max(most, resident(Long.toString(each.pid()), "VmHWM"));
      } catch (IOException e) {
        // It ended while it was being looked at.
        continue;
      }
    }
    return most;
  }

  /**
   * A line of a process's status, MB; 0 where it has none.
   *
   * @param process its number, or {@code self}
   */
  public static double resident(String process, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", process, "status"))) {
      if (line.startsWith(field + ":")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return 0;
  }
}
