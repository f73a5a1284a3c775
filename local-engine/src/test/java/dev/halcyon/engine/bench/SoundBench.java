package dev.halcyon.engine.bench;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.sound.SoundModels;
import dev.halcyon.engine.sound.SpeechCollector;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sounds.Spoken;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures listening: word errors on spoken sentences, those known and those held out, clean and
 * under noise; what silence and music yield; how long speech takes to become text, from the file's
 * bytes on.
 */
public final class SoundBench {
  private static final PrintStream OUT = System.out;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final double PAUSE_SECONDS = 0.7;

  /** That talk at once in the babble. */
  private static final int VOICES = 6;

  private final MediaWorker worker = new MediaWorker(false, MediaLimits.standard(LONG));
  private final SoundModels models = SoundModels.shipped();

  private SoundBench() {}

  /**
   * Runs the measurements.
   *
   * @param args sound or video files to be written down besides
   */
  public static void main(String[] args) throws Exception {
    OUT.printf(
        "machine: %d processors, load %.1f, Java %s%n",
        Runtime.getRuntime().availableProcessors(),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("java.version"));
    SoundBench bench = new SoundBench();
    try {
      bench.models.descriptions();
      bench.oneFile();
      bench.nothing();
      bench.president();
      for (Noise noise : Noise.values()) {
        for (Spoken spoken : Spoken.values()) {
          bench.errors(spoken, noise);
        }
      }
      for (String file : args) {
        bench.file(Path.of(file));
      }
    } finally {
      bench.worker.close();
      bench.models.close();
    }
  }

  private Transcript written(short[] sound) throws InterruptedException {
    SpeechCollector collector = models.collector();
    collector.block(sound);
    return models.transcriber().transcribe(collector.finish(), () -> false).transcript();
  }

  /** What the sentences are heard under, and by how many decibels they are louder. */
  private enum Noise {
    CLEAN("clean", 99),
    PINK("noise-10db", 10),
    WHITE("white-10db", 10),
    BABBLE("babble-10db", 10),
    SOFT("noise-15db", 15);

    private final String figure;
    private final double decibels;

    Noise(String figure, double decibels) {
      this.figure = figure;
      this.decibels = decibels;
    }

    short[] over(List<short[]> sounds, int number) {
      short[] clean = sounds.get(number);
      return switch (this) {
        case CLEAN -> clean;
        case PINK, SOFT -> Sounds.noisy(clean, decibels, number);
        case WHITE -> Sounds.under(clean, Sounds.white(clean.length, number), decibels);
        case BABBLE -> {
          List<short[]> voices = new ArrayList<>();
          for (int i = 0; i < VOICES; i++) {
            voices.add(sounds.get((number + 3 + 5 * i) % sounds.size()));
          }
          yield Sounds.under(clean, Sounds.babble(clean.length, voices, number), decibels);
        }
      };
    }
  }

  private void errors(Spoken spoken, Noise noise) throws InterruptedException {
    List<String> sentences = spoken.sentences();
    List<short[]> sounds = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      sounds.add(Sounds.decoded(worker, spoken.sentence(i)));
    }
    int wrong = 0;
    int all = 0;
    double seconds = 0;
    long begun = processorTime();
    for (int i = 0; i < sentences.size(); i++) {
      short[] sound = noise.over(sounds, i);
      List<String> words = Sounds.words(sentences.get(i));
      wrong += Sounds.errors(words, Sounds.words(written(sound).text()));
      all += words.size();
      seconds += (double) sound.length / Sounds.RATE;
    }
    double used = (processorTime() - begun) / 1e9;
    OUT.printf(
        Locale.ROOT,
        "%d sentences by espeak-ng, %s, %s: %d of %d words wrong, %.2f s of a core a second%n",
        sentences.size(),
        spoken,
        noise,
        wrong,
        all,
        used / seconds);
    String set = spoken == Spoken.KNOWN ? "" : "held-out.";
    figure("sound.word-errors." + set + noise.figure, 100.0 * wrong / all, "percent");
  }

  private static long processorTime() {
    return java.lang.management.ManagementFactory.getPlatformMXBean(
            com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private void nothing() throws InterruptedException {
    int words = Sounds.words(written(new short[60 * Sounds.RATE]).text()).size();
    figure("sound.words.silence", words, "words-a-minute");
    int heard = 0;
    for (long seed = 1; seed <= 3; seed++) {
      heard += Sounds.words(written(Sounds.music(20, seed)).text()).size();
    }
    figure("sound.words.music", heard, "words-a-minute");
  }

  private void oneFile() throws InterruptedException {
    List<short[]> parts = new ArrayList<>();
    for (int i = 0; i < Sounds.sentences().size(); i++) {
      parts.add(Sounds.decoded(worker, Sounds.sentence(i)));
      parts.add(new short[(int) (PAUSE_SECONDS * Sounds.RATE)]);
    }
    byte[] file = Sounds.wav(Sounds.joined(parts));
    OUT.println("the sentences as one file with pauses, from its bytes to its text");
    timed("sound.time", Sources.of("audio/wav", file));
  }

  private void president() throws IOException, InterruptedException {
    Path file = Path.of("../shared/data/media/speech/jfk.flac");
    if (!Files.exists(file)) {
      OUT.println("skipped: " + file + " is not beside this checkout");
      return;
    }
    Transcript said = timed("sound.time.jfk", Sources.of("audio/flac", Files.readAllBytes(file)));
    String words = String.join(" ", Sounds.words(said.text()));
    boolean right =
        words.equals(
            "and so my fellow americans ask not what your country can do for you"
                + " ask what you can do for your country");
    figure("sound.jfk-word-for-word", right ? 1 : 0, "of-1");
  }

  private void file(Path file) throws IOException, InterruptedException {
    OUT.println(file);
    Transcript said = timed("sound.time.file", Sources.of("audio/x", Files.readAllBytes(file)));
    for (Transcript.Segment segment : said.segments()) {
      OUT.printf(Locale.ROOT, "%7.2f %7.2f  %s%n", segment.from(), segment.to(), segment.text());
    }
  }

  private Transcript timed(String name, MediaSource source) throws InterruptedException {
    double best = Double.MAX_VALUE;
    Transcript said = Transcript.SILENT;
    for (int i = 0; i < 2; i++) {
      long begun = System.nanoTime();
      long processor = processorTime();
      SpeechCollector collector = models.collector();
      double seconds = worker.listen(source, collector, LONG).seconds();
      said = models.transcriber().transcribe(collector.finish(), () -> false).transcript();
      double took = (System.nanoTime() - begun) / 1e9;
      double used = (processorTime() - processor) / 1e9;
      OUT.printf(
          Locale.ROOT,
          "  %.1f s of sound in %.2f s, %.2f s of a core in this process%n",
          seconds,
          took,
          used);
      best = Math.min(best, took / seconds);
    }
    figure(name, best, "of-real-time");
    return said;
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.3f %s%n", name, value, unit);
  }
}
