package dev.halcyon.engine.text.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Runs the training program in tests, and makes small texts for it to learn from. */
final class Trainings {
  private static final String[] CALM = {
    "tea", "garden", "train", "music", "bread", "river", "book"
  };
  private static final String[] SPAM = {
    "prize", "winner", "claim", "bonus", "cash", "free", "offer"
  };

  private Trainings() {}

  /** What a run said, and its exit code. */
  record Run(int code, String out, String err) {}

  static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        TrainText.run(
            arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** A gzipped file to write lines of training texts to. */
  static Writer source(Path folder, String name) throws IOException {
    return new OutputStreamWriter(
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".jsonl.gz"))), UTF_8);
  }

  /** Two sources of so many texts each, a third of them spam, made mostly of different words. */
  static Path spamAndHam(Path folder, int texts) throws IOException {
    Random random = new Random(7);
    for (String name : new String[] {"one", "two"}) {
      try (Writer out = source(folder, name)) {
        for (int i = 0; i < texts; i++) {
          boolean spam = i % 3 == 0;
          StringBuilder text = new StringBuilder();
          for (int word = 0; word < 8; word++) {
            String[] words = random.nextInt(4) == 0 == spam ? CALM : SPAM;
            text.append(words[random.nextInt(words.length)]).append(' ');
          }
          text.append(name).append(' ').append(i);
          out.write(
              "{\"text\": \"" + text + "\", \"labels\": {\"spam\": " + (spam ? 1 : 0) + "}}\n");
        }
        out.write("{\"text\": \"a slur that nobody judged\", \"labels\": {\"profanity\": 1.0}}\n");
      }
    }
    return folder;
  }
}
