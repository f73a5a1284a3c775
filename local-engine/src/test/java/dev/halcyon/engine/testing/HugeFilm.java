package dev.halcyon.engine.testing;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A film of two gigabytes that takes no memory and no disk: a small one with a hole in it.
 * Immutable and safe for any thread.
 *
 * @param before bytes before the hole
 * @param hole its length; what is read there is a pattern
 * @param pattern repeated through the hole
 * @param after bytes behind it
 */
public record HugeFilm(String declaredType, byte[] before, long hole, byte[] pattern, byte[] after)
    implements MediaSource {
  private static final int PACKET = 188;

  /** An MP4 whose pictures and index lie behind a box of nothing. */
  public static HugeFilm mp4(byte[] film, long hole) {
    int data = box(film, 0, film.length, "mdat");
    byte[] before = ByteBuffer.allocate(data + 16).put(film, 0, data).array();
    // A box of 64-bit length: 1, name, length.
    ByteBuffer.wrap(before, data, 16)
        .putInt(1)
        .put("free".getBytes(StandardCharsets.US_ASCII))
        .putLong(hole + 16);
    byte[] after = java.util.Arrays.copyOfRange(film, data, film.length);
    int offsets = new String(after, StandardCharsets.ISO_8859_1).indexOf("stco");
    ByteBuffer table = ByteBuffer.wrap(after);
    int count = table.getInt(offsets + 8);
    for (int i = 0; i < count; i++) {
      int at = offsets + 12 + 4 * i;
      long moved = Integer.toUnsignedLong(table.getInt(at)) + hole + 16;
      if (moved >= 1L << 32) {
        throw new IllegalArgumentException("the hole is too large for offsets of 32 bits");
      }
      table.putInt(at, (int) moved);
    }
    return new HugeFilm("video/mp4", before, hole, new byte[1 << 16], after);
  }

  private static int box(byte[] film, int from, int to, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(film);
    int at = from;
    while (at < to) {
      if (new String(film, at + 4, 4, StandardCharsets.US_ASCII).equals(name)) {
        return at;
      }
      at += bytes.getInt(at);
    }
    throw new IllegalArgumentException("no box " + name);
  }

  /** A transport stream with stuffing in its middle, all of which has to be read. */
  public static HugeFilm transportStream(byte[] film, long hole) {
    int middle = film.length / 2 / PACKET * PACKET;
    byte[] stuffing = new byte[PACKET * 300];
    for (int at = 0; at < stuffing.length; at += PACKET) {
      ByteBuffer.wrap(stuffing).putInt(at, 0x471FFF10);
    }
    return new HugeFilm(
        "video/mp2t",
        java.util.Arrays.copyOf(film, middle),
        hole / PACKET * PACKET,
        stuffing,
        java.util.Arrays.copyOfRange(film, middle, film.length));
  }

  @Override
  public String mediaId() {
    return "f".repeat(64);
  }

  @Override
  public Modality kind() {
    return Modality.VIDEO;
  }

  @Override
  public long size() {
    return before.length + hole + after.length;
  }

  @Override
  public SeekableByteChannel open() {
    return new Channel();
  }

  private final class Channel extends ReadOnlyChannel {
    Channel() {
      super(HugeFilm.this.size());
    }

    @Override
    int put(long at, ByteBuffer into) {
      if (at < before.length) {
        int n = (int) Math.min(into.remaining(), before.length - at);
        into.put(before, (int) at, n);
        return n;
      } else if (at >= before.length + hole) {
        int from = (int) (at - before.length - hole);
        int n = Math.min(into.remaining(), after.length - from);
        into.put(after, from, n);
        return n;
      }
      int phase = (int) ((at - before.length) % pattern.length);
      long left = before.length + hole - at;
      int n = (int) Math.min(Math.min(into.remaining(), left), pattern.length - phase);
      into.put(pattern, phase, n);
      return n;
    }
  }
}
