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

  /** Searches after letting go, of some seconds each. */
  static final int LOOKS = 6;

  private HeapSearch() {}

  /**
   * What of a film is reachable.
   *
   * @param marks whether pixels of its marks are
   * @param bytes places that hold bytes of its file
   * @param samples places that hold its sound, decoded
   */
  record Found(boolean marks, long bytes, long samples) {
    static final Found NOTHING = new Found(false, 0, 0);
  }

  /** A look through a whole dump. */
  @FunctionalInterface
  private interface Look<T> {
    T through(InputStream dump) throws IOException;
  }

  /** Dumps what is reachable into a folder, searches it and deletes it again. */
  static boolean findsMarks(Path folder) {
    Path dump = dump(folder);
    try {
      return look(dump, HeapSearch::findsMarks);
    } finally {
      delete(dump);
    }
  }

  /**
   * Whether marks are still found where letting go had time to end: the renderer's copy is
   * overwritten two frames later, and a busy machine takes its time for a frame.
   */
  static boolean keepsMarks(Path folder) {
    for (int look = 0; look < LOOKS; look++) {
      if (!findsMarks(folder)) {
        return false;
      }
    }
    return true;
  }

  /** What there is of a film in a dump made now. */
  static Found film(Path folder, Needles bytes, Needles samples) {
    Path dump = dump(folder);
    try {
      return new Found(
          look(dump, HeapSearch::findsMarks), look(dump, bytes::count), look(dump, samples::count));
    } finally {
      delete(dump);
    }
  }

  private static Path dump(Path folder) {
    Path dump = folder.resolve("search.hprof");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(dump.toString(), true);
      return dump;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T look(Path dump, Look<T> look) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), 1 << 20)) {
      return look.through(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path dump) {
    try {
      Files.delete(dump);
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
