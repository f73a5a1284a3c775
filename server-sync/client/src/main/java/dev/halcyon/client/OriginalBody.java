package dev.halcyon.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads the body of an answer that is an original, or a part of one, and leaves nothing of it in
 * the buffers it came through: OkHttp keeps those for whatever comes next, full of what came last.
 * Stateless; used on the thread that made the call.
 */
final class OriginalBody {
  private static final int PIECE = 8192;

  /** What Okio keeps for a thread: a bit more than all of it. */
  private static final int POOL = 80 << 10;

  private OriginalBody() {}

  /** A stream whose own array can be overwritten. */
  private static final class Gathered extends ByteArrayOutputStream {
    Gathered(int size) {
      super(size);
    }

    byte[] taken() {
      byte[] all = toByteArray();
      Arrays.fill(buf, (byte) 0);
      return all;
    }
  }

  /** The bytes, at most {@code limit}. */
  static byte[] bytes(ResponseBody body, String what, long limit) throws IOException {
    BufferedSource source = body.source();
    Gathered gathered = new Gathered((int) Math.clamp(body.contentLength(), PIECE, limit + 1));
    try {
      Buffer piece = new Buffer();
      while (source.read(piece, PIECE) != -1) {
        drain(piece, gathered);
        if (gathered.size() > limit) {
          throw Problems.tooLarge(what, limit);
        }
      }
      return gathered.taken();
    } finally {
      overwritePool();
    }
  }

  private static void drain(Buffer piece, Gathered into) {
    try (Buffer.UnsafeCursor cursor = piece.readAndWriteUnsafe(new Buffer.UnsafeCursor())) {
      while (cursor.next() != -1) {
        into.write(cursor.data, cursor.start, cursor.end - cursor.start);
        Arrays.fill(cursor.data, cursor.start, cursor.end, (byte) 0);
      }
    }
    piece.clear();
  }

  /** Where bytes were moved from one buffer to the next, both go back to this thread's pool. */
  private static void overwritePool() {
    Buffer over = new Buffer();
    over.write(new byte[POOL]);
    over.clear();
  }
}
