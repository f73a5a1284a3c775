package dev.halcyon.engine.worker;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.Problem;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host's side of one job: hands out the bytes the worker asks for and collects what it sends,
 * refusing whatever does not fit what was asked. Confined to one thread.
 */
final class Conversation implements Talk {
  private final MediaSource source;
  private final Job job;
  private final Pipe.Kind question;
  private final FileBlocks blocks;
  private final Map<Integer, DecodedMedia.Frame> frames = new HashMap<>();
  private @Nullable MediaFacts facts;
  private @Nullable Pixels raster;
  private @Nullable Problem problem;
  private final Prints prints;
  private @Nullable SoundFacts heard;
  private final @Nullable SoundSink listener;
  private long samples;

  /**
   * Prepares a conversation.
   *
   * @param listener takes the sound, or null where none was asked for
   */
  Conversation(MediaSource source, Job job, Pipe.Kind question, @Nullable SoundSink listener) {
    this.source = source;
    this.job = job;
    this.question = question;
    this.blocks = new FileBlocks(job.size());
    this.prints = new Prints(job.limits().frames());
    this.listener = listener;
  }

  @Override
  public void hold(Pipe pipe) throws IOException {
    try (SeekableByteChannel bytes = blocks.open(source)) {
      pipe.send(question, job.encode());
      boolean over = false;
      while (!over) {
        Pipe.Message message = pipe.receive();
        DataInputStream in = message.reader();
        switch (message.kind()) {
          case READ -> blocks.answer(bytes, pipe, in.readLong(), in.readInt());
          case FRAME -> keep(in);
          case DROP -> frames.remove(in.readInt());
          case FACTS -> facts = Answers.facts(in);
          case PIXELS -> raster = pixels(in);
          case PRINT -> prints.frame(in);
          case PRINTED -> prints.end(in);
          case PROBLEM -> problem = Answers.problem(in);
          case SOUND -> listen(message.body());
          case HEARD -> heard = Answers.heard(in, samples);
          default -> throw new IOException("the worker sent " + message.kind());
        }
        over = problem != null || isAnswered();
      }
    }
  }

  /** Whether what was asked is there; an answer to something else is none. */
  private boolean isAnswered() throws IOException {
    boolean answered =
        switch (question) {
          case ANALYSE -> facts != null;
          case PICTURE -> raster != null;
          case FINGERPRINT -> prints.whole() != null;
          case LISTEN -> heard != null;
          default -> throw new IllegalArgumentException("no question: " + question);
        };
    boolean something = facts != null || raster != null || prints.whole() != null || heard != null;
    if (something && !answered) {
      throw new IOException("the worker answered something else than was asked");
    }
    return answered;
  }

  private void keep(DataInputStream in) throws IOException {
    int id = in.readInt();
    if (frames.size() > job.limits().strip()) {
      throw new IOException("the worker sent more frames than the strip may hold");
    }
    frames.put(id, Answers.frame(in, job.style().longestSide()));
  }

  private void listen(byte[] block) throws IOException {
    short[] sound = Answers.sound(block);
    samples += sound.length;
    if (listener == null || samples > job.limits().seconds() * SoundSink.RATE) {
      throw new IOException("the worker sent sound that nobody asked for");
    }
    listener.block(sound);
  }

  private Pixels pixels(DataInputStream in) throws IOException {
    return Answers.pixels(in, job.style().longestSide());
  }

  @Override
  public @Nullable Problem problem() {
    return problem;
  }

  @Nullable MediaFacts facts() {
    return facts;
  }

  /** The picture asked for, or null. */
  @Nullable Pixels raster() {
    return raster;
  }

  @Nullable MediaPrint print() {
    return prints.whole();
  }

  @Nullable SoundFacts heard() {
    return heard;
  }

  Map<Integer, DecodedMedia.Frame> frames() {
    return frames;
  }
}
