package dev.halcyon.installer.journey;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks for the marks of a {@link MarkedPicture} in all that is reachable in this Java machine: in
 * a heap dump, whatever holds them and in whatever order of colours.
 */
final class HeapSearch {
  /** So many pixels of the mark in a row are no accident. */
  private static final int ENOUGH = 40;

  private HeapSearch() {}

  /** Dumps what is reachable into a folder, searches it and deletes it again. */
  static boolean findsMarks(Path folder) {
    Path dump = folder.resolve("search.hprof");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(dump.toString(), true);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), 1 << 20)) {
        return findsMarks(in);
      } finally {
        Files.delete(dump);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of magenta, as four bytes a pixel in any order, or three. */
  static boolean findsMarks(InputStream in) throws IOException {
    byte[] block = new byte[1 << 20];
    int[] runs4 = new int[4];
    int[] runs3 = new int[3];
    byte[] last = new byte[4];
    long at = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      for (int i = 0; i < read; i++, at++) {
        last[(int) (at & 3)] = block[i];
        int phase4 = (int) (at & 3);
        runs4[phase4] = isMark4(last, at) ? runs4[phase4] + 1 : 0;
        int phase3 = (int) (at % 3);
        runs3[phase3] = isMark3(last, at) ? runs3[phase3] + 1 : 0;
        if (runs4[phase4] >= ENOUGH || runs3[phase3] >= ENOUGH) {
          return true;
        }
      }
    }
    return false;
  }

  /** Alpha, red, green, blue, as an int lies in a dump, or blue first. */
  private static boolean isMark4(byte[] last, long at) {
    int a = last[(int) (at - 3 & 3)] & 0xff;
    int b = last[(int) (at - 2 & 3)] & 0xff;
    int c = last[(int) (at - 1 & 3)] & 0xff;
    int d = last[(int) (at & 3)] & 0xff;
    return a == 0xff && isMagenta(b, c, d) || d == 0xff && isMagenta(a, b, c);
  }

  private static boolean isMark3(byte[] last, long at) {
    return isMagenta(
        last[(int) (at - 2 & 3)] & 0xff,
        last[(int) (at - 1 & 3)] & 0xff,
        last[(int) (at & 3)] & 0xff);
  }

  /** As {@link MarkedPicture} finds it, and strong enough not to be anything else. */
  private static boolean isMagenta(int first, int green, int last) {
    return first > 180 && last > 180 && green < 90;
  }
}
