package dev.halcyon.installer.journey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pieces of sixteen bytes of some content, to find it wherever it lies, whole or in part. Kept with
 * every bit turned, so that a search of this process's memory does not find them themselves.
 * Immutable.
 */
final class Needles {
  private static final int LENGTH = 16;

  /** A piece with fewer different bytes may stand in anything. */
  private static final int LEAST_DIFFERENT = 10;

  /** The first eight bytes of each and the other eight, bits turned, by a hash of the first. */
  private final long[] firsts;

  private final long[] seconds;
  private final int mask;

  private Needles(int size) {
    firsts = new long[size];
    seconds = new long[size];
    mask = size - 1;
  }

  /** Pieces that begin so many bytes apart. */
  static Needles of(byte[] content, int apart) {
    int pieces = content.length / apart + 1;
    Needles needles = new Needles(Integer.highestOneBit(pieces * 4) * 2);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    for (int at = 0; at + LENGTH <= content.length; at += apart) {
      byte[] piece = Arrays.copyOfRange(content, at, at + LENGTH);
      if (new String(piece, java.nio.charset.StandardCharsets.ISO_8859_1).chars().distinct().count()
          >= LEAST_DIFFERENT) {
        needles.add(~bytes.getLong(at), ~bytes.getLong(at + Long.BYTES));
      }
    }
    return needles;
  }

  private void add(long first, long second) {
    int slot = slot(first);
    while (firsts[slot] != 0) {
      slot = slot + 1 & mask;
    }
    firsts[slot] = first;
    seconds[slot] = second;
  }

  private int slot(long first) {
    long mixed = first * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & mask;
  }

  /** How many of the pieces' places in a stream there are. */
  long count(InputStream in) throws IOException {
    byte[] block = new byte[1 << 20];
    long older = 0;
    long newer = 0;
    long found = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      for (int i = 0; i < read; i++) {
        older = older << 8 | newer >>> 56;
        newer = newer << 8 | block[i] & 0xff;
        found += has(~older, ~newer) ? 1 : 0;
      }
    }
    return found;
  }

  private boolean has(long first, long second) {
    for (int slot = slot(first); firsts[slot] != 0; slot = slot + 1 & mask) {
      if (firsts[slot] == first && seconds[slot] == second) {
        return true;
      }
    }
    return false;
  }
}
