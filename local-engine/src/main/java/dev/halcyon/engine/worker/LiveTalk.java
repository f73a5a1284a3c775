package dev.halcyon.engine.worker;

import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of following a film: hands on the bytes as they come and each keyframe as the
 * worker finds it, keeping none. Held by one thread; {@link #silentNanos} is safe for any.
 */
final class LiveTalk implements Talk {
  /** Numbers that later keyframes may refer to; the worker remembers half as many. */
  private static final int REMEMBERED = 256;

  private final LiveSource source;
  private final Job job;
  private final LiveFrames listener;

  /** The keyframe for which a picture was sent first. */
  private final Map<Integer, Integer> first =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private DecodedMedia.@Nullable Frame pending;
  private int pendingId = -1;
  private int keyframes;
  private long position;
  private boolean stalled;
  private @Nullable MediaFacts facts;
  private @Nullable Problem problem;
  private volatile long waitingSince = Long.MAX_VALUE;

  LiveTalk(LiveSource source, Job job, LiveFrames listener) {
    this.source = source;
    this.job = job;
    this.listener = listener;
  }

  @Override
  public void hold(Pipe pipe) throws IOException, InterruptedException {
    pipe.send(Pipe.Kind.WATCH, job.encode());
    while (facts == null && problem == null) {
      Pipe.Message message = receive(pipe);
      DataInputStream in = message.reader();
      switch (message.kind()) {
        case READ -> pipe.send(Pipe.Kind.DATA, next(in.readLong(), in.readInt()));
        case FRAME -> {
          pendingId = in.readInt();
          pending = Answers.frame(in, job.style().longestSide());
        }
        case SHOT -> shot(Answers.shot(in));
        case LIVE_SOUND -> sound(in);
        case FACTS -> facts = Answers.facts(in);
        case PROBLEM -> problem = Answers.problem(in);
        default -> throw new IOException("the worker sent " + message.kind());
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

  private byte[] next(long offset, int length) throws IOException, InterruptedException {
    if (offset != position || length < 1 || length > RemoteFile.BLOCK) {
      throw new IOException("the worker asked for " + length + " bytes at " + offset);
    }
    ByteBuffer block = ByteBuffer.allocate(length);
    int read;
    try {
      read = source.read(block);
    } catch (IOException e) {
      throw new UserProblem(
          "media.source",
          "The stream could not be read on.",
          "Check where it comes from, then follow it again.",
          e);
    }
    stalled = read == 0;
    position += Math.max(0, read);
    return java.util.Arrays.copyOf(block.array(), Math.max(0, read));
  }

  private void shot(MediaFacts.Shot shot) throws IOException {
    boolean own = pending != null && pendingId == shot.shown();
    @Nullable Integer same = own ? null : first.get(shot.shown());
    if (!own && same == null) {
      throw new IOException("the worker listed a frame it did not send");
    }
    if (own) {
      first.put(shot.shown(), keyframes);
    }
    listener.keyframe(
        keyframes++,
        shot.atSeconds(),
        shot.cut(),
        same == null ? OptionalInt.empty() : OptionalInt.of(same),
        own ? Optional.ofNullable(pending) : Optional.empty());
    pending = null;
  }

  private void sound(DataInputStream in) throws IOException, InterruptedException {
    double at = in.readDouble();
    if (!job.listens() || !(at >= 0 && at < 1e9)) {
      throw new IOException("the worker sent sound that nobody asked for");
    }
    listener.sound(at, Answers.sound(in.readAllBytes()));
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

  /** How it ended, or null where the worker did not say. */
  @Nullable LiveEnd end() {
    @Nullable MediaFacts known = facts;
    return known == null
        ? null
        : new LiveEnd(known.type(), known.seconds(), keyframes, stalled, known.shortfall());
  }
}
