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
  /** So many pixels of one mark and then of the other in a row are no accident. */
  private static final int MAGENTA = 32;

  private static final int GREEN = 16;

  /** Pixels between the two, where a smaller picture mixes them. */
  private static final int MIXED = 3;

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

  /** Rows of magenta with green behind, as four bytes a pixel in any order, or three. */
  static boolean findsMarks(InputStream in) throws IOException {
    byte[] block = new byte[1 << 20];
    Row[] fours = {new Row(), new Row(), new Row(), new Row()};
    Row[] threes = {new Row(), new Row(), new Row()};
    int[] last = new int[4];
    long at = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      for (int i = 0; i < read; i++, at++) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = last[3];
        last[3] = block[i] & 0xff;
        boolean found = threes[(int) (at % 3)].take(last[1], last[2], last[3]);
        if (last[0] == 0xff) {
          found |= fours[(int) (at & 3)].take(last[1], last[2], last[3]);
        } else if (last[3] == 0xff) {
          found |= fours[(int) (at & 3)].take(last[0], last[1], last[2]);
        } else {
          fours[(int) (at & 3)].take(0, 0, 0);
        }
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  /** Pixels that lie one behind the other, from one place on. */
  private static final class Row {
    private int magenta;
    private int mixed;
    private int green;

    /** The next pixel, red and blue in either order; whether both marks were there. */
    boolean take(int first, int middle, int last) {
      if (first > 180 && last > 180 && middle < 90) {
        magenta = green > 0 || mixed > 0 ? 1 : magenta + 1;
        mixed = 0;
        green = 0;
      } else if (magenta < MAGENTA) {
        magenta = 0;
      } else if (middle > 180 && first < 90 && last < 90) {
        green++;
      } else if (green > 0 || ++mixed > MIXED) {
        magenta = 0;
        mixed = 0;
        green = 0;
      }
      return green >= GREEN;
    }
  }
}
