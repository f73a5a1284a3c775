package dev.halcyon.engine.worker;

import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Has workers play films and sound for as long as somebody watches or listens. Safe for any thread.
 */
final class Players implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Talks talks;
  private final Duration patience;

  /** {@code patience}: a worker that says nothing for so long hangs. */
  Players(Talks talks, Duration patience) {
    this.talks = talks;
    this.patience = patience;
  }

  /** Begins; returns at once. */
  FilmFrames play(MediaSource source, Job job) {
    FilmFrames film = new FilmFrames();
    PlayTalk talk = new PlayTalk(source, job, film);
    threads.submit(
        () -> {
          try {
            hold(talk, talk::silentNanos);
            film.finish(talk.end());
          } catch (UserProblem e) {
            film.fail(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            film.close();
          }
        });
    return film;
  }

  /** Begins; returns at once. */
  SoundStream hear(MediaSource source, Job job) {
    SoundStream stream = new SoundStream();
    HearTalk talk = new HearTalk(source, job, stream);
    threads.submit(
        () -> {
          try {
            hold(talk, talk::silentNanos);
            stream.finish();
          } catch (UserProblem e) {
            stream.fail(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stream.close();
          }
        });
    return stream;
  }

  private void hold(Talk talk, LongSupplier silentNanos) throws InterruptedException {
    try {
      talks.follow(talk, silentNanos, patience);
    } catch (UserProblem e) {
      throw e;
    } catch (RuntimeException e) {
      throw Talks.broken("it could not be talked to", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
