package dev.halcyon.engine.bench;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.ocr.PictureReader;
import dev.halcyon.engine.ocr.PictureText;
import dev.halcyon.engine.ocr.TextModels;
import dev.halcyon.engine.testing.Memes;
import dev.halcyon.engine.testing.Painting;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures how much of the text on generated pictures is read: letters right of all, once with and
 * once without spaces, and the time of a picture. With {@code --show} each misread text is printed,
 * with {@code --out DIR} the pictures are written.
 */
public final class OcrBench {
  private static final PrintStream OUT = System.out;

  private OcrBench() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws Exception {
    boolean show = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--show" -> show = true;
        case "--out" -> write(Path.of(args[++i]));
        default -> throw new IllegalArgumentException("unknown argument " + args[i]);
      }
    }
    OUT.printf(
        "machine: %d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    try (TextModels models = TextModels.shipped()) {
      OUT.println("pictures the reading was tuned on:");
      measure(models.reader(), 0, "", show);
      OUT.println("pictures it was not tuned on, with other words:");
      measure(models.reader(), Memes.COUNT, "held-out.", show);
    }
  }

  private static void measure(PictureReader reader, int from, String set, boolean show)
      throws Exception {
    int letters = 0;
    int errors = 0;
    int blackLetters = 0;
    int blackErrors = 0;
    int perfect = 0;
    long nanos = 0;
    for (Memes.Meme meme : Memes.range(from, Memes.COUNT)) {
      Pixels pixels = pixels(meme);
      long begun = System.nanoTime();
      PictureText found = reader.read(pixels);
      nanos += System.nanoTime() - begun;
      String text = found.text().replace('\n', ' ');
      int wrong = Memes.errors(meme.text(), text);
      letters += meme.text().length();
      errors += wrong;
      String black = meme.text().replace(" ", "");
      blackLetters += black.length();
      blackErrors += Memes.errors(black, text.replace(" ", ""));
      perfect += wrong == 0 ? 1 : 0;
      if (show && wrong > 0) {
        OUT.printf(
            "%d: %d wrong: [%s] [%s] sure %.2f%n",
            meme.number(), wrong, meme.text(), text, found.confidence());
      }
    }
    figure(
        "ocr." + set + "characters",
        100.0 * (letters - errors) / letters,
        "percent, spaces counted");
    figure(
        "ocr." + set + "letters",
        100.0 * (blackLetters - blackErrors) / blackLetters,
        "percent, spaces not counted");
    figure("ocr." + set + "perfect", perfect, "pictures of " + Memes.COUNT + " without an error");
    figure("ocr." + set + "picture", nanos / 1e6 / Memes.COUNT, "ms a picture of two lines");
  }

  private static Pixels pixels(Memes.Meme meme) {
    byte[] rgb = new byte[meme.picture().getWidth() * meme.picture().getHeight() * 3];
    Painting.copy(meme.picture(), rgb);
    return new Pixels(meme.picture().getWidth(), meme.picture().getHeight(), 3, rgb);
  }

  private static void write(Path folder) throws Exception {
    Files.createDirectories(folder);
    for (Memes.Meme meme : Memes.range(0, 2 * Memes.COUNT)) {
      Files.write(
          folder.resolve(String.format(Locale.ROOT, "meme-%02d.jpg", meme.number())), meme.jpeg());
    }
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
  }
}
