package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.calibration.Measures.Interval;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.deep.DeepHead;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains and measures the deep text tier: its linear half, then the heads over the sentence
 * encoder's points. Confined to one thread.
 */
final class TrainDeep {
  private final Corpus corpus;
  private final long seed;
  private final PrintStream out;
  private final Normaliser normaliser = new Normaliser(KnownWords.shipped());

  /**
   * A training.
   *
   * @param corpus cut by {@link Corpus#stratified()}
   */
  TrainDeep(Corpus corpus, long seed, PrintStream out) {
    this.corpus = corpus;
    this.seed = seed;
    this.out = out;
  }

  /**
   * Trains, and writes {@code heads.bin}, {@code linear.bin}, {@code manifest.json}, {@code
   * metrics.json} and {@code tables.md} into a folder.
   *
   * @param cache where points are kept between runs, or null
   * @param sourceOut also train without each source in turn
   */
  void run(Path folder, String version, @Nullable Path cache, boolean sourceOut)
      throws IOException, InterruptedException {
    List<String> sources = corpus.rows().stream().map(Row::source).distinct().sorted().toList();
    out.printf("%d texts from %s%n", corpus.rows().size(), String.join(", ", sources));
    HeadTrainer linears = new HeadTrainer(corpus, normaliser);
    List<Category> categories = linears.trainable();
    if (categories.isEmpty()) {
      throw HeadTrainer.tooFew();
    }
    out.println("training the linear half for " + ids(categories));
    byte[] file = linears.train(categories, "deep-" + version, seed, sources, row -> true);
    LinearHead linear = LinearHead.decode(file, "in training");
    try (DeepModels models = DeepModels.shipped()) {
      DeepTrainer trainer =
          new DeepTrainer(
              corpus,
              normaliser,
              models.vocabulary(),
              new EmbeddingStore(models.encoder(), cache, out));
      trainer.read(linear);
      Map<Category, DeepFit> fits = new EnumMap<>(Category.class);
      for (Category category : categories) {
        fits.put(category, trainer.fit(category, categories.indexOf(category)));
        out.printf(
            Locale.ROOT,
            "fitted %s, the encoder's half counts %.1f%n",
            category.id(),
            fits.get(category).share());
      }
      Map<Category, Interval> narrow = trainer.narrow(fits, linear);
      if (!narrow.isEmpty()) {
        out.println("too narrow, left out: " + narrow.keySet());
        fits.keySet().removeAll(narrow.keySet());
      }
      LinearHead kept = LinearHead.decode(linear.only(List.copyOf(fits.keySet())), "linear.bin");
      byte[] heads =
          DeepTrainer.heads(new ArrayList<>(fits.values()), kept, version, seed, sources);
      Files.createDirectories(folder);
      Files.write(folder.resolve("linear.bin"), linear.only(kept.categories()));
      Files.write(folder.resolve("heads.bin"), heads);
      manifest(folder, version, heads, linear.only(kept.categories()));
      DeepReport report = new DeepReport(corpus, trainer, linear, fits, seed);
      ObjectNode metrics = described(DeepHead.decode(heads, "heads.bin"), kept, sources);
      metrics.set("categories", report.categories(narrow));
      metrics.set("hard_negatives", report.hardNegatives());
      if (sourceOut) {
        metrics.set(
            "source_left_out",
            new SourceOut(corpus, linears, trainer, seed).table(fits.keySet(), sources));
      }
      write(folder, metrics);
    }
  }

  /** What belongs to this version and by which hash, for people and for those who pack it. */
  private static void manifest(Path folder, String version, byte[] heads, byte[] linear)
      throws IOException {
    ObjectNode manifest = new ObjectMapper().createObjectNode();
    manifest.put("name", "text-deep").put("version", version).put("licence", "Apache-2.0");
    manifest.put("attribution", "models/text-deep/ATTRIBUTION.md");
    manifest
        .putObject("files")
        .put("heads.bin", Hashes.sha256(heads))
        .put("linear.bin", Hashes.sha256(linear));
    manifest
        .putObject("needs")
        .put(DeepModels.ENCODER.path(), DeepModels.ENCODER.sha256())
        .put(DeepModels.TOKENIZER, DeepModels.TOKENIZER_SHA256);
    Files.writeString(
        folder.resolve("manifest.json"),
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(manifest)
            + "\n");
  }

  private ObjectNode described(DeepHead head, LinearHead linear, List<String> sources) {
    ObjectNode metrics = new ObjectMapper().createObjectNode();
    metrics.put("model", head.header().name()).put("version", head.header().version());
    metrics.put("sha256", head.model().sha256()).put("linear_sha256", linear.model().sha256());
    metrics.put("encoder_sha256", head.header().encoderSha256());
    metrics.put("seed", seed).put("rows_without_duplicates", corpus.rows().size());
    ObjectNode counts = metrics.putObject("sources");
    for (String source : sources) {
      counts.put(source, corpus.rows().stream().filter(row -> row.source().equals(source)).count());
    }
    return metrics;
  }

  private void write(Path folder, ObjectNode metrics) throws IOException {
    Files.writeString(
        folder.resolve("metrics.json"),
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(metrics)
            + "\n");
    String tables = DeepTables.of(metrics);
    Files.writeString(folder.resolve("tables.md"), tables);
    out.print(tables);
    out.println("wrote " + folder);
  }

  private static String ids(List<Category> categories) {
    return String.join(", ", categories.stream().map(Category::id).toList());
  }
}
