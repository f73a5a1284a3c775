package dev.halcyon.engine.worker;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.Problem;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of playing sound: hands out the bytes the worker asks for and passes its sound
 * on, waiting while nobody takes it. Held by one thread; {@link #silentNanos} is safe for any.
 */
final class HearTalk implements Talk {
  private final MediaSource source;
  private final Job job;
  private final SoundStream stream;
  private final FileBlocks blocks;
  private boolean stopped;
  private boolean over;
  private @Nullable Problem problem;
  private volatile long waitingSince = Long.MAX_VALUE;

  HearTalk(MediaSource source, Job job, SoundStream stream) {
    this.source = source;
    this.job = job;
    this.stream = stream;
    this.blocks = new FileBlocks(job.size());
  }

  @Override
  public void hold(Pipe pipe) throws IOException, InterruptedException {
    try (SeekableByteChannel bytes = blocks.open(source)) {
      pipe.send(Pipe.Kind.LISTEN, job.encode());
      while (!over && problem == null) {
        Pipe.Message message = receive(pipe);
        DataInputStream in = message.reader();
        switch (message.kind()) {
          case READ -> blocks.answer(bytes, pipe, in.readLong(), in.readInt());
          case SOUND -> heard(pipe, Answers.sound(message.body()));
          case HEARD -> over = true;
          case PROBLEM -> problem = Answers.problem(in);
          default -> throw new IOException("the worker sent " + message.kind());
        }
      }
    }
  }

  private Pipe.Message receive(Pipe pipe) throws IOException {
    waitingSince = System.nanoTime();
    try {
      return pipe.receive();
    } finally {
      waitingSince = Long.MAX_VALUE;
    }
  }

  private void heard(Pipe pipe, short[] samples) throws IOException, InterruptedException {
    if (!stream.offer(samples) && !stopped) {
      stopped = true;
      pipe.send(Pipe.Kind.STOP);
    }
  }

  /** For how long the worker has kept the host waiting, nanoseconds. */
  long silentNanos() {
    long since = waitingSince;
    return since == Long.MAX_VALUE ? 0 : System.nanoTime() - since;
  }

  @Override
  public @Nullable Problem problem() {
    return stopped ? null : problem;
  }
}
