package dev.halcyon.engine.image;

import java.io.IOException;

/**
 * Random access to the bytes of one untrusted file, which never had a path. Confined to one thread.
 */
public interface ByteReader {
  /** Length in bytes. */
  long size();

  /**
   * Reads up to {@code length} bytes at {@code position}; fewer only at the end of the file.
   *
   * @return bytes read, 0 at or past the end
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** Reads exactly what is there of a range: shorter than asked only at the end of the file. */
  default byte[] range(long position, int length) throws IOException {
    if (position < 0 || position >= size()) {
      return new byte[0];
    }
    byte[] bytes = new byte[(int) Math.min(length, size() - position)];
    int done = 0;
    while (done < bytes.length) {
      int n = read(position + done, bytes, done, bytes.length - done);
      if (n <= 0) {
        return java.util.Arrays.copyOf(bytes, done);
      }
      done += n;
    }
    return bytes;
  }
}
