package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;

/** The database file itself, below its journal. As thread-safe as the channel under it. */
final class RawPages {
  private static final int PAGE = PageLayer.PAGE;
  private static final int RUN_PAGES = 64;

  private final FileChannel file;

  RawPages(FileChannel file) {
    this.file = file;
  }

  /** Reads {@code count} bytes from a position; behind the end of the file there are zeros. */
  void read(ByteBuffer target, long at, int count) throws IOException {
    int limit = target.limit();
    int start = target.position();
    target.limit(start + count);
    while (target.hasRemaining() && file.read(target, at + target.position() - start) > 0) {
      // Until all is read or the file ends.
    }
    while (target.hasRemaining()) {
      target.put((byte) 0);
    }
    target.limit(limit);
  }

  /** Writes a batch, page after page, with neighbours in one go. */
  void write(PageLayer batch) throws IOException {
    if (batch.cutAt() < file.size()) {
      file.truncate(batch.cutAt());
    }
    ByteBuffer run = ByteBuffer.allocate(RUN_PAGES * PAGE);
    long start = -1;
    for (Map.Entry<Long, byte[]> page : batch.pages().entrySet()) {
      long at = page.getKey() * PAGE;
      if (run.position() > 0 && (at != start + run.position() || !run.hasRemaining())) {
        writeRun(run, start);
      }
      start = run.position() == 0 ? at : start;
      run.put(page.getValue(), 0, (int) Math.min(PAGE, batch.size() - at));
    }
    writeRun(run, start);
  }

  private void writeRun(ByteBuffer run, long start) throws IOException {
    run.flip();
    PageJournal.writeFully(file, run, start);
    run.clear();
  }
}
