package dev.halcyon.engine.testing;

import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Sound for tests: sentences spoken by espeak-ng 1.51, music and noise made here, and the
 * arithmetic of word errors.
 */
public final class Sounds {
  public static final int RATE = SoundSink.RATE;

  private static final double WHITE_IN_PINK = 0.1848;

  private Sounds() {}

  /** What was said, and how. */
  public enum Spoken {
    /** Thirty sentences in the voice en-us at its own speed; the engine was tuned on them. */
    KNOWN(""),

    /**
     * Thirty-six others that nothing was tuned on: en-gb at 150 words a minute, en-us+f3 at 160,
     * en-gb-x-rp at 175 and en-us+m3 at 190 in turn.
     */
    HELD_OUT("other/");

    private final String folder;

    Spoken(String folder) {
      this.folder = folder;
    }

    /** What is said in {@code 00.flac} and the following. */
    public List<String> sentences() {
      return new String(file(folder + "sentences.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    /** A spoken sentence, FLAC. */
    public byte[] sentence(int number) {
      return file(folder + String.format(Locale.ROOT, "%02d.flac", number));
    }
  }

  /** A file of the spoken sentences. */
  public static byte[] file(String name) {
    try (InputStream in = Sounds.class.getResourceAsStream("/speech/" + name)) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentences that the engine was tuned on. */
  public static List<String> sentences() {
    return Spoken.KNOWN.sentences();
  }

  /** One of them as it was spoken, FLAC. */
  public static byte[] sentence(int number) {
    return Spoken.KNOWN.sentence(number);
  }

  /** All sound of a file, decoded by a worker. */
  public static short[] decoded(MediaWorker worker, byte[] file) throws InterruptedException {
    List<short[]> blocks = new ArrayList<>();
    worker.listen(Sources.of("audio/flac", file), blocks::add, Duration.ofMinutes(1));
    return joined(blocks);
  }

  public static short[] joined(List<short[]> blocks) {
    short[] all = new short[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (short[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }

  /** 16-bit PCM in a WAV file whose header may lie. */
  public static byte[] wav(short[] samples, int channels, int rate, long claimedBytes) {
    ByteBuffer file = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt((int) (36 + claimedBytes)).put(ascii("WAVEfmt ")).putInt(16);
    file.putShort((short) 1).putShort((short) channels).putInt(rate);
    file.putInt(rate * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
    file.put(ascii("data")).putInt((int) claimedBytes);
    file.asShortBuffer().put(samples);
    return file.array();
  }

  public static byte[] wav(short[] samples) {
    return wav(samples, 1, RATE, samples.length * 2L);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A band: chords with overtones and vibrato, a bass, a melody, and noise for drums. */
  public static short[] music(double seconds, long seed) {
    Random random = new Random(seed);
    int[][] chords = {{57, 60, 64}, {53, 57, 60}, {48, 52, 55}, {55, 59, 62}};
    short[] samples = new short[(int) (seconds * RATE)];
    double phase = 0;
    int melody = 76;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE;
      int beat = (int) (t * 2);
      if (i % (RATE / 4) == 0) {
        melody = 69 + new int[] {0, 3, 5, 7, 10, 12}[random.nextInt(6)];
      }
      double sum = 0;
      for (int note : chords[beat / 4 % 4]) {
        double hertz = hertz(note) * (1 + 0.003 * Math.sin(2 * Math.PI * 5 * t));
        for (int overtone = 1; overtone <= 5; overtone++) {
          sum += Math.sin(2 * Math.PI * hertz * overtone * t) / overtone / 8;
        }
      }
      phase += 2 * Math.PI * hertz(melody) / RATE;
      sum += Math.sin(phase) * 0.3 * Math.exp(-4 * (t * 4 % 1));
      sum += Math.sin(2 * Math.PI * hertz(chords[beat / 4 % 4][0] - 24) * t) * 0.3;
      sum += random.nextGaussian() * 0.25 * Math.exp(-30 * (t * 2 % 1));
      samples[i] = (short) Math.clamp(Math.round(sum * 9000), -32768, 32767);
    }
    return samples;
  }

  private static double hertz(int note) {
    return 440 * Math.pow(2, (note - 69) / 12.0);
  }

  /**
   * The same under pink noise.
   *
   * @param decibels by which the speech is louder
   */
  public static short[] noisy(short[] clean, double decibels, long seed) {
    return under(clean, pink(clean.length, seed), decibels);
  }

  /** Kellet's filter of white noise. */
  public static double[] pink(int length, long seed) {
    double[] noise = white(length, seed);
    double low = 0;
    double middle = 0;
    double high = 0;
    for (int i = 0; i < length; i++) {
      double white = noise[i];
      low = 0.99765 * low + white * 0.0990460;
      middle = 0.96300 * middle + white * 0.2965164;
      high = 0.57000 * high + white * 1.0526913;
      noise[i] = low + middle + high + white * WHITE_IN_PINK;
    }
    return noise;
  }

  public static double[] white(int length, long seed) {
    Random random = new Random(seed);
    return java.util.stream.DoubleStream.generate(random::nextGaussian).limit(length).toArray();
  }

  /** People who talk at once: each voice from a place of its own, over and over. */
  public static double[] babble(int length, List<short[]> voices, long seed) {
    Random random = new Random(seed);
    double[] noise = new double[length];
    for (short[] voice : voices) {
      int from = random.nextInt(voice.length);
      for (int i = 0; i < length; i++) {
        noise[i] += voice[(from + i) % voice.length];
      }
    }
    return noise;
  }

  /**
   * Sound with noise added.
   *
   * @param noise at least as long
   * @param decibels by which the sound's energy is above the noise's
   */
  public static short[] under(short[] clean, double[] noise, double decibels) {
    double noiseEnergy = 0;
    double energy = 0;
    for (int i = 0; i < clean.length; i++) {
      noiseEnergy += noise[i] * noise[i];
      energy += (double) clean[i] * clean[i];
    }
    double gain = Math.sqrt(energy / noiseEnergy) / Math.pow(10, decibels / 20);
    short[] noisy = new short[clean.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (short) Math.clamp(Math.round(clean[i] + gain * noise[i]), -32768, 32767);
    }
    return noisy;
  }

  private static final List<String> NUMBERS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  /** Words without case and marks; a digit alone is its name. */
  public static List<String> words(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replace("harbor", "harbour")
            .replaceAll("[^a-z0-9' ]", " ")
            .strip();
    return plain.isEmpty()
        ? List.of()
        : java.util.Arrays.stream(plain.split("\\s+"))
            .map(word -> word.matches("[0-9]") ? NUMBERS.get(word.charAt(0) - '0') : word)
            .toList();
  }

  /** Substitutions, deletions and insertions (Levenshtein). */
  public static int errors(List<String> said, List<String> written) {
    int[] row = new int[written.size() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= said.size(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int cost = said.get(i - 1).equals(written.get(j - 1)) ? 0 : 1;
        int best = Math.min(diagonal + cost, Math.min(row[j], row[j - 1]) + 1);
        diagonal = row[j];
        row[j] = best;
      }
    }
    return row[written.size()];
  }
}
