package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The layers of pages over a file, newest first: being written, sealed and waiting for a flush, on
 * their way to the disk. Reads see through them down to the file. Not thread-safe; {@link
 * JournaledFile} guards it.
 */
final class PageStack {
  private static final int PAGE = PageLayer.PAGE;

  private final RawPages raw;

  private PageLayer pending = new PageLayer(0);
  private @Nullable PageLayer sealed;
  private @Nullable PageLayer leaving;

  PageStack(RawPages raw) {
    this.raw = raw;
  }

  /** Lays what a journal holds over a file that cannot be written itself. */
  void lay(PageLayer batch) {
    if (leaving == null) {
      leaving = batch;
    } else {
      leaving.absorb(batch);
    }
  }

  /** Starts over a file of this many bytes, and what was laid over it. */
  void begin(long fileSize) {
    pending = new PageLayer(leaving == null ? fileSize : leaving.size());
  }

  /** Length of the file as written by now, in bytes. */
  long size() {
    return pending.size();
  }

  /** Pages that wait in memory for a flush. */
  int waiting() {
    return pending.pages().size() + (sealed == null ? 0 : sealed.pages().size());
  }

  /** Whether the file below has everything. */
  boolean isEmpty() {
    return pending.isEmpty() && sealed == null && leaving == null;
  }

  /** Fills the buffer from a position; all of it must lie within {@link #size()}. */
  void read(ByteBuffer target, long position) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int from = (int) (at % PAGE);
      @Nullable PageLayer layer = covering(at / PAGE);
      int count;
      if (layer != null) {
        count = Math.min(PAGE - from, target.remaining());
        target.put(layer.page(at / PAGE), from, count);
      } else {
        long end = at + target.remaining();
        long next = at / PAGE + 1;
        while (next * PAGE < end && covering(next) == null) {
          next++;
        }
        count = (int) (Math.min(next * PAGE, end) - at);
        raw.read(target, at, count);
      }
      at += count;
    }
  }

  private @Nullable PageLayer covering(long page) {
    if (pending.covers(page)) {
      return pending;
    }
    if (sealed != null && sealed.covers(page)) {
      return sealed;
    }
    return leaving != null && leaving.covers(page) ? leaving : null;
  }

  /** Writes the whole buffer at a position, and behind the end if it lies there. */
  void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      int from = (int) (at % PAGE);
      int length = Math.min(PAGE - from, source.remaining());
      byte[] page = length == PAGE ? new byte[PAGE] : content(at / PAGE);
      source.get(page, from, length);
      pending.put(at / PAGE, page);
      at += length;
    }
    pending.grow(at);
  }

  /** A copy of what a page holds now. */
  private byte[] content(long page) throws IOException {
    @Nullable PageLayer layer = covering(page);
    if (layer != null) {
      return layer.page(page).clone();
    }
    ByteBuffer content = ByteBuffer.allocate(PAGE);
    raw.read(content, page * PAGE, PAGE);
    return content.array();
  }

  /** Cuts the file to a length; nothing happens when it is no longer than that. */
  void cut(long length) throws IOException {
    if (length < pending.size()) {
      byte[] last = content(length / PAGE);
      Arrays.fill(last, (int) (length % PAGE), PAGE, (byte) 0);
      pending.cut(length, last);
    }
  }

  /**
   * Closes the newest layer: what it holds waits for the flush, what is written now comes above it.
   *
   * @param state number of the owner's state that the file has with it
   */
  void seal(long state) {
    if (pending.isEmpty()) {
      return;
    }
    pending.seal(state);
    if (sealed == null) {
      sealed = pending;
    } else {
      sealed.absorb(pending);
    }
    pending = new PageLayer(pending.size());
  }

  /** Sends what is sealed on its way to the disk, where reads still find it; null when nothing. */
  @Nullable PageLayer leave() {
    leaving = sealed;
    sealed = null;
    return leaving;
  }

  /** Notes that what left is in the file. */
  void arrived() {
    leaving = null;
  }
}
