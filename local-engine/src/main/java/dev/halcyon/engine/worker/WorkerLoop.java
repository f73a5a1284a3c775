package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.PictureScan;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.FilmPlay;
import dev.halcyon.engine.video.FrameAt;
import dev.halcyon.engine.video.FrameNumber;
import dev.halcyon.engine.video.FrameSink;
import dev.halcyon.engine.video.LiveScan;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.video.SoundScan;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.engine.video.VideoScan;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Serves one job after the other inside the worker process. Confined to one thread. */
final class WorkerLoop {
  private final Pipe pipe;

  WorkerLoop(Pipe pipe) {
    this.pipe = pipe;
  }

  void run() throws IOException {
    pipe.send(Pipe.Kind.HELLO, ByteBuffer.allocate(4).putInt(Pipe.VERSION).array());
    while (true) {
      Pipe.Message message;
      try {
        message = pipe.receive();
      } catch (EOFException e) {
        return;
      }
      serve(message);
    }
  }

  private void serve(Pipe.Message message) throws IOException {
    if (message.kind() == Pipe.Kind.STOP) {
      return; // It came when the film was over.
    }
    if (message.kind() == Pipe.Kind.REST) {
      pipe.send(Pipe.Kind.REST, new byte[Forgetting.REST]);
      return;
    }
    pipe.begin();
    Job job = Job.decode(message.reader());
    RemoteFile file = new RemoteFile(pipe, job.size());
    try {
      if (message.kind() == Pipe.Kind.WATCH) {
        pipe.send(Pipe.Kind.FACTS, Answers.facts(watch(job)));
        return;
      }
      MediaType type = Detection.type(file, job.declaredType());
      switch (message.kind()) {
        case ANALYSE -> pipe.send(Pipe.Kind.FACTS, Answers.facts(analyse(type, file, job)));
        case PICTURE -> {
          Pixels made = picture(type, file, job);
          pipe.send(Pipe.Kind.PIXELS, Answers.shape(made), made.bytes());
        }
        case FINGERPRINT -> Prints.serve(pipe, type, file, job, outOfTime(job));
        case LISTEN -> pipe.send(Pipe.Kind.HEARD, Answers.heard(listen(type, file, job)));
        case PLAY -> pipe.send(Pipe.Kind.PLAYED, Answers.time(play(type, file, job)));
        default -> throw new IOException("no job: " + message.kind());
      }
    } catch (UserProblem e) {
      pipe.send(Pipe.Kind.PROBLEM, Answers.problem(e.problem()));
    } catch (IllegalStateException | ArithmeticException | IndexOutOfBoundsException e) {
      // A file that drives our own reading of it astray is as damaged as one FFmpeg refuses.
      pipe.send(
          Pipe.Kind.PROBLEM,
          Answers.problem(
              new Problem(
                  "media.damaged",
                  "The file could not be read: its parts contradict each other.",
                  "It is damaged: ask the platform to send it again.")));
    }
  }

  private MediaFacts analyse(MediaType type, RemoteFile file, Job job) throws IOException {
    FrameSink sink = new PipeSink(pipe);
    if (type.modality() == Modality.IMAGE && !PictureScan.isFilm(type, file, job.limits())) {
      return PictureScan.scan(type, file, job.style(), job.limits(), sink::frame);
    }
    return new VideoScan(job.limits(), job.care(), sink, outOfTime(job))
        .scan(type, file, job.style());
  }

  private MediaFacts watch(Job job) throws IOException {
    LiveBytes bytes = new LiveBytes(pipe);
    MediaType type = Detection.type(bytes.head(), job.declaredType());
    return new LiveScan(job.limits(), job.care(), job.listens(), new PipeSink(pipe))
        .scan(type, bytes, job.style());
  }

  private SoundFacts listen(MediaType type, RemoteFile file, Job job) throws IOException {
    SoundSink sink = block -> pipe.send(Pipe.Kind.SOUND, Answers.sound(block));
    return job.listens()
        ? new SoundScan(job.limits(), sink, this::isStopAsked).scanFrom(job.atSeconds(), type, file)
        : new SoundScan(job.limits(), sink, outOfTime(job)).scan(type, file);
  }

  private boolean isStopAsked() {
    try {
      return pipe.isStopAsked();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double play(MediaType type, RemoteFile file, Job job) throws IOException {
    FilmPlay.Sink sink =
        (at, pixels) -> {
          pipe.send(Pipe.Kind.SHOWN, Answers.time(at), Answers.shape(pixels), pixels.bytes());
          return !pipe.isStopAsked();
        };
    return new FilmPlay(job.atSeconds(), job.spacing(), job.style(), job.limits(), sink)
        .play(type, file);
  }

  private static BooleanSupplier outOfTime(Job job) {
    long stopAt = System.nanoTime() + job.limits().wall().toNanos() * 9 / 10;
    return () -> System.nanoTime() - stopAt > 0;
  }

  private static Pixels picture(MediaType type, RemoteFile file, Job job) throws IOException {
    boolean still =
        type.modality() == Modality.IMAGE && !PictureScan.isFilm(type, file, job.limits());
    if (still && job.frame() <= 0) {
      return PictureScan.picture(type, file, job.style(), job.limits());
    } else if (still) {
      throw new UserProblem(
          "media.frame", "A still picture has one frame, number 0.", "Ask for that one.");
    }
    return job.frame() == Job.BY_TIME
        ? FrameAt.picture(type, file, job.atSeconds(), job.style(), job.limits())
        : FrameNumber.picture(type, file, job.frame(), job.style(), job.limits());
  }
}
