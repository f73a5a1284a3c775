package dev.halcyon.engine.worker;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Answers a worker that asks for bytes of its file. Confined to one thread. */
final class FileBlocks {
  private final long size;
  private final ByteBuffer block = ByteBuffer.allocate(RemoteFile.BLOCK);

  FileBlocks(long size) {
    this.size = size;
  }

  /**
   * Opens the file.
   *
   * @throws UserProblem {@code media.source}
   */
  SeekableByteChannel open(MediaSource source) {
    try {
      return source.open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Answers from one buffer: a block of its own for each would be gigabytes for a large film. */
  void answer(SeekableByteChannel bytes, Pipe pipe, long offset, int length) throws IOException {
    if (offset < 0 || length < 1 || length > RemoteFile.BLOCK) {
      throw new IOException("the worker asked for " + length + " bytes at " + offset);
    }
    block.clear().limit((int) Math.clamp(size - offset, 0, length));
    try {
      bytes.position(offset);
      int read = 0;
      while (block.hasRemaining() && read >= 0) {
        read = bytes.read(block);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    pipe.send(Pipe.Kind.DATA, block.array(), block.position());
  }

  private static UserProblem unreadable(IOException cause) {
    return new UserProblem(
        "media.source",
        "The stored bytes of this media part could not be read.",
        "Check the media store, then scan again.",
        cause);
  }
}
