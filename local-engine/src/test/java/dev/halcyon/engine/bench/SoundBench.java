package dev.halcyon.engine.bench;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.sound.SoundModels;
import dev.halcyon.engine.sound.SpeechCollector;
import dev.halcyon.engine.testing.Sounds;
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
 * Measures listening: word errors on thirty spoken sentences, clean and under noise; what silence
 * and music yield; how long speech takes to become text, from the file's bytes on.
 */
public final class SoundBench {
  private static final PrintStream OUT = System.out;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final double PAUSE_SECONDS = 0.7;

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
      bench.errors("clean", 99);
      bench.errors("noise-15db", 15);
      bench.errors("noise-10db", 10);
      bench.nothing();
      bench.president();
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

  private void errors(String name, double decibels) throws InterruptedException {
    List<String> sentences = Sounds.sentences();
    int wrong = 0;
    int all = 0;
    for (int i = 0; i < sentences.size(); i++) {
      short[] sound = Sounds.decoded(worker, Sounds.sentence(i));
      Transcript said = written(decibels > 90 ? sound : Sounds.noisy(sound, decibels, i));
      List<String> words = Sounds.words(sentences.get(i));
      wrong += Sounds.errors(words, Sounds.words(said.text()));
      all += words.size();
    }
    OUT.printf("%d sentences by espeak-ng, %s: %d of %d words wrong%n", 30, name, wrong, all);
    figure("sound.word-errors." + name, 100.0 * wrong / all, "percent");
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
      SpeechCollector collector = models.collector();
      double seconds = worker.listen(source, collector, LONG).seconds();
      said = models.transcriber().transcribe(collector.finish(), () -> false).transcript();
      double took = (System.nanoTime() - begun) / 1e9;
      OUT.printf(Locale.ROOT, "  %.1f s of sound in %.2f s%n", seconds, took);
      best = Math.min(best, took / seconds);
    }
    figure(name, best, "of-real-time");
    return said;
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.3f %s%n", name, value, unit);
  }
}
