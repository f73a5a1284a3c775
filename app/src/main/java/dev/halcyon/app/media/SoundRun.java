package dev.halcyon.app.media;

import dev.halcyon.engine.SoundStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One time that sound is played, from a second on to the end or until it is let go. {@link #play}
 * is held by one thread; the rest is safe for any.
 */
final class SoundRun {
  /** Samples written at once: a twentieth of a second. */
  private static final int CHUNK = SoundStream.RATE / 20;

  private final SoundOutput output;
  private final Opener opener;
  private final double from;
  private final @Nullable Pace pace;
  private final Softening softening = new Softening();
  private volatile boolean soft;
  private volatile boolean let;
  private volatile SoundOutput.@Nullable Line line;
  private volatile @Nullable SoundStream stream;
  private volatile double skipped;

  /** Opens the recording that is heard; blocks. */
  @FunctionalInterface
  interface Opener {
    PlayerViewModel.Film open();
  }

  /** {@code pace}: the film that it belongs to, or null for sound alone. */
  SoundRun(SoundOutput output, Opener opener, double from, boolean soft, @Nullable Pace pace) {
    this.output = output;
    this.opener = opener;
    this.from = from;
    this.soft = soft;
    this.pace = pace;
  }

  void soft(boolean on) {
    soft = on;
  }

  /**
   * Plays; blocks as long as it lasts. Without a device nothing is asked of the server.
   *
   * @throws dev.halcyon.protocol.UserProblem when it cannot be heard
   */
  void play() throws InterruptedException {
    try (SoundOutput.Line out = output.open()) {
      PlayerViewModel.Film film = opener.open();
      try (SoundStream sound = film.hear(from)) {
        stream = sound;
        line = out;
        write(out, sound);
        if (sound.problem().isPresent()) {
          throw sound.problem().get();
        }
        if (!let) {
          out.drain();
        }
      } finally {
        line = null;
        film.close();
      }
    }
  }

  private void write(SoundOutput.Line out, SoundStream sound) throws InterruptedException {
    double at = from;
    Optional<short[]> next = sound.take();
    while (next.isPresent() && !let) {
      short[] block = next.get();
      for (int i = 0; i < block.length && !let; i += CHUNK) {
        int count = Math.min(CHUNK, block.length - i);
        if (pace == null || pace.isDue(at)) {
          chunk(out, block, i, count);
        } else {
          skipped += (double) count / SoundStream.RATE;
        }
        at += (double) count / SoundStream.RATE;
      }
      Arrays.fill(block, (short) 0);
      next = sound.take();
    }
  }

  private void chunk(SoundOutput.Line out, short[] block, int from, int count) {
    if (soft) {
      softening.soften(block, from, count);
    }
    if (!let) {
      out.write(block, from, count);
    }
  }

  /** Where what is heard now lies, seconds from the start. */
  double position() {
    SoundOutput.Line out = line;
    return from + skipped + (out == null ? 0 : (double) out.played() / SoundStream.RATE);
  }

  /** Whether something was really played. */
  boolean isAudible() {
    SoundOutput.Line out = line;
    return out != null && !let && out.played() > 0;
  }

  /** Silent at once; what was decoded is overwritten. */
  void letGo() {
    let = true;
    SoundOutput.Line out = line;
    if (out != null) {
      out.silence();
    }
    SoundStream sound = stream;
    if (sound != null) {
      sound.close();
    }
    if (pace != null) {
      pace.end();
    }
  }
}
