package dev.halcyon.engine.text.train;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.fusion.Intents;
import dev.halcyon.engine.fusion.Meaning;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.engine.text.train.IntentCaptions.Caption;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains the head of caption intents from the captions that ship: {@code ./halcyon train-intent
 * --out DIR [--captions FILE]}. Writes {@code VERSION/heads.bin} below the folder. The weights
 * agree with those that ship within 1e-3 (the encoder's arithmetic depends on the processor).
 */
public final class TrainIntent {
  /** The captions that ship, by their path below {@code assets/}. */
  static final String CAPTIONS = "models/caption-intent/captions.txt";

  private static final String VERSION = "1.0.0";

  /** How dear a wrong caption is beside large weights; chosen on the tuning half of the pairs. */
  private static final double C = 10;

  /** What all captions of an intent weigh beside all ordinary ones. */
  private static final double SHARE = 0.5;

  private final List<Caption> captions;
  private final List<float[]> points = new ArrayList<>();

  /**
   * Captions and where they lie.
   *
   * @throws InterruptedException when the thread is told to stop
   */
  TrainIntent(List<Caption> captions, Meaning meaning) throws InterruptedException {
    this.captions = captions;
    for (Caption caption : captions) {
      points.add(
          meaning
              .of(caption.text(), Instant.MAX)
              .orElseThrow(
                  () ->
                      new UserProblem(
                          "model.missing", "no encoder answered", "Install Halcyon again.")));
    }
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /** Runs the program; returns its exit code: 0 done, 1 failed, 2 wrong usage. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if ((arguments.length != 2 && arguments.length != 4)
        || !arguments[0].equals("--out")
        || (arguments.length == 4 && !arguments[2].equals("--captions"))) {
      err.println("usage: train-intent --out DIR [--captions FILE]");
      return 2;
    }
    try (DeepModels models = DeepModels.shipped()) {
      byte[] file =
          arguments.length == 4
              ? Files.readAllBytes(Path.of(arguments[3]))
              : Assets.bytes(CAPTIONS);
      List<Caption> captions = IntentCaptions.read(new String(file, StandardCharsets.UTF_8));
      TrainIntent trainer = new TrainIntent(captions, new EncoderMeaning(models));
      Path target = Files.createDirectories(Path.of(arguments[1]).resolve(VERSION));
      byte[] heads = trainer.heads(Hashes.sha256(file));
      Files.write(target.resolve("heads.bin"), heads);
      out.printf(
          Locale.ROOT,
          "%d captions; wrote %s, sha256 %s%n",
          captions.size(),
          target.resolve("heads.bin"),
          Hashes.sha256(heads));
      return 0;
    } catch (UserProblem e) {
      err.println(e.getMessage() + " " + e.remedy());
      return 1;
    } catch (IOException e) {
      err.println("Reading or writing failed: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private byte[] heads(String captionsSha256) {
    List<String> intents =
        captions.stream()
            .map(Caption::intent)
            .distinct()
            .filter(each -> !each.equals(IntentCaptions.ORDINARY))
            .toList();
    int row = SentenceEncoder.DIMENSIONS + 1;
    float[] weights = new float[intents.size() * row];
    for (int i = 0; i < intents.size(); i++) {
      System.arraycopy(fit(intents.get(i)), 0, weights, i * row, row);
    }
    return Intents.encode(
        new Intents.Header(
            VERSION,
            DeepModels.ENCODER.sha256(),
            SentenceEncoder.DIMENSIONS,
            intents,
            captionsSha256,
            ""),
        weights);
  }

  /**
   * The weights of one intent, its captions against the ordinary ones alone: a threat may well be
   * an offer too, and which of both is meant is for the picture to say.
   */
  float[] fit(String intent) {
    List<float[]> chosen = new ArrayList<>();
    List<Caption> rows = new ArrayList<>();
    double mine = 0;
    double ordinary = 0;
    for (int i = 0; i < captions.size(); i++) {
      Caption caption = captions.get(i);
      if (caption.intent().equals(intent)) {
        mine += caption.weight();
      } else if (caption.intent().equals(IntentCaptions.ORDINARY)) {
        ordinary += caption.weight();
      } else {
        continue;
      }
      rows.add(caption);
      chosen.add(points.get(i));
    }
    boolean[] yes = new boolean[rows.size()];
    double[] weights = new double[rows.size()];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = rows.get(i).intent().equals(intent);
      weights[i] = C * rows.get(i).weight() * (yes[i] ? SHARE * ordinary / mine : 1);
    }
    return PointTrainer.fit(chosen, yes, weights);
  }
}
