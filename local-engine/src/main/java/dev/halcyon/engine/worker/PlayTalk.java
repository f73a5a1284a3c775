package dev.halcyon.engine.worker;

import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of playing a film: hands out the bytes the worker asks for and passes its frames
 * on, waiting while nobody takes them. Held by one thread; {@link #silentNanos} is safe for any.
 */
final class PlayTalk implements Talk {
  private final MediaSource source;
  private final Job job;
  private final FilmFrames film;
  private final FileBlocks blocks;
  private boolean stopped;
  private double last = Double.NEGATIVE_INFINITY;
  private double end = Double.NaN;
  private @Nullable Problem problem;
  private volatile long waitingSince = Long.MAX_VALUE;

  PlayTalk(MediaSource source, Job job, FilmFrames film) {
    this.source = source;
    this.job = job;
    this.film = film;
    this.blocks = new FileBlocks(job.size());
  }

  @Override
  public void hold(Pipe pipe) throws IOException, InterruptedException {
    try (SeekableByteChannel bytes = blocks.open(source)) {
      pipe.send(Pipe.Kind.PLAY, job.encode());
      while (Double.isNaN(end) && problem == null) {
        Pipe.Message message = receive(pipe);
        DataInputStream in = message.reader();
        switch (message.kind()) {
          case READ -> blocks.answer(bytes, pipe, in.readLong(), in.readInt());
          case SHOWN -> shown(pipe, in);
          case PLAYED -> end = time(in);
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

  private void shown(Pipe pipe, DataInputStream in) throws IOException, InterruptedException {
    double at = time(in);
    if (at < last) {
      throw new IOException("the worker went back in time");
    }
    last = at;
    boolean wanted = film.offer(at, Answers.pixels(in, job.style().longestSide()));
    if (!wanted && !stopped) {
      stopped = true;
      pipe.send(Pipe.Kind.STOP);
    }
  }

  private static double time(DataInputStream in) throws IOException {
    double at = in.readDouble();
    if (!(at >= 0 && at < 1e9)) {
      throw new IOException("the worker stated a time that cannot be");
    }
    return at;
  }

  /** For how long the worker has kept the host waiting, nanoseconds. */
  long silentNanos() {
    long since = waitingSince;
    return since == Long.MAX_VALUE ? 0 : System.nanoTime() - since;
  }

  @Override
  public @Nullable Problem problem() {
    return problem;
  }

  /** When the last frame ends, seconds. */
  double end() {
    if (Double.isNaN(end)) {
      throw new UserProblem(
          "media.crash", "Decoder failed: it did not say where the film ends.", "Play it again.");
    }
    return end;
  }
}
