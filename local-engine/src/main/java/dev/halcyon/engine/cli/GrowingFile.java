package dev.halcyon.engine.cli;

import dev.halcyon.engine.LiveSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file that somebody still writes, read to its end and on as it grows. It ends when it has not
 * grown for as long as one waits: no file says that it is whole. Read by one thread; {@link #stop}
 * is safe for any.
 */
final class GrowingFile implements LiveSource, AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final FileChannel channel;
  private final Duration patience;
  private final CountDownLatch stopped = new CountDownLatch(1);

  GrowingFile(Path file, Duration patience) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.patience = patience;
  }

  @Override
  public String declaredType() {
    return "application/octet-stream";
  }

  @Override
  public int read(ByteBuffer into) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (true) {
      int read = channel.read(into);
      if (read > 0) {
        return read;
      } else if (stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return -1;
      } else if (System.nanoTime() - since > patience.toNanos()) {
        return 0;
      }
    }
  }

  /** Ends it at what is there: nobody writes on. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
