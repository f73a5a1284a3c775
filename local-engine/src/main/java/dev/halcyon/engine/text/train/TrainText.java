package dev.halcyon.engine.text.train;

import dev.halcyon.engine.calibration.Measures;
import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains and measures the text tiers: {@code ./halcyon train-text --data DIR --out DIR}. For the
 * linear tier the same data and seed give the same bytes; it writes {@code VERSION/weights.bin},
 * {@code VERSION/metrics.json} and {@code words-en.txt} below the output folder. For the deep tier
 * the heads agree within 1e-4, since the sentence encoder's arithmetic depends on the processor; it
 * writes {@code VERSION/heads.bin}, {@code linear.bin}, {@code metrics.json} and {@code tables.md}.
 *
 * <p>Options: {@code --tier linear|deep} (default linear), {@code --version V} (default 1.3.0, deep
 * 1.2.0), {@code --sources A,B} (default all files), {@code --share S} (share of the rows, default
 * 1), {@code --seed N}, {@code --source-out yes|no} (also train without each source in turn,
 * default yes), {@code --words yes|no} (linear: write the word list), {@code --cache FILE} (deep:
 * keep the encoder's points between runs), {@code --recipe 1|2|3} (default 3; 1 is how text-linear
 * up to 1.1.0 and text-deep 1.0.0 were made: no templates, no ordinary posts, the linear tier on a
 * cut of its own; 2 is how text-linear 1.2.0 and text-deep 1.1.0 were made: no snippets).
 */
public final class TrainText {
  private static final Set<String> OPTIONS =
      Set.of(
          "data",
          "out",
          "version",
          "sources",
          "share",
          "seed",
          "source-out",
          "words",
          "tier",
          "cache",
          "recipe");

  private TrainText() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /** Runs the program; returns its exit code: 0 done, 1 failed, 2 wrong usage. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Map<String, String> options = options(arguments);
      train(options, out);
      return 0;
    } catch (UserProblem e) {
      err.println(e.getMessage() + " " + e.remedy());
      return e.code().equals("usage") ? 2 : 1;
    } catch (IOException e) {
      err.println("Reading or writing failed: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void train(Map<String, String> options, PrintStream out)
      throws IOException, InterruptedException {
    Path folder = Path.of(options.get("out"));
    long seed = seed(options);
    double share = number(options, "share", 1);
    List<String> sources =
        options.containsKey("sources") ? List.of(options.get("sources").split(",")) : List.of();
    Corpus corpus = Corpus.read(Path.of(options.get("data")), sources, share, seed);
    corpus =
        switch (options.getOrDefault("recipe", "3")) {
          case "1" -> deep(options) ? corpus.stratified() : corpus;
          case "2" -> templated(corpus).withOrdinary();
          case "3" -> templated(corpus).withOrdinary().withSnippets();
          default -> throw usage("--recipe is 1, 2 or 3.");
        };
    boolean sourceOut = !options.getOrDefault("source-out", "yes").equals("no");
    if (deep(options)) {
      String version = options.getOrDefault("version", "1.2.0");
      @Nullable Path cache = options.containsKey("cache") ? Path.of(options.get("cache")) : null;
      new TrainDeep(corpus, seed, out).run(folder.resolve(version), version, cache, sourceOut);
    } else {
      linear(options, corpus, folder, sourceOut, out);
    }
  }

  private static Corpus templated(Corpus corpus) {
    return corpus.stratified().withTemplates();
  }

  private static boolean deep(Map<String, String> options) {
    return switch (options.getOrDefault("tier", "linear")) {
      case "linear" -> false;
      case "deep" -> true;
      default -> throw usage("--tier is linear or deep.");
    };
  }

  private static void linear(
      Map<String, String> options, Corpus corpus, Path folder, boolean sourceOut, PrintStream out)
      throws IOException, InterruptedException {
    String version = options.getOrDefault("version", "1.3.0");
    long seed = seed(options);
    double share = number(options, "share", 1);
    List<String> used = corpus.rows().stream().map(Row::source).distinct().sorted().toList();
    out.printf("%d texts from %s%n", corpus.rows().size(), String.join(", ", used));
    List<String> words = WordListMaker.words(corpus.rows());
    boolean writeWords = !options.getOrDefault("words", "yes").equals("no");
    Normaliser normaliser =
        new Normaliser(writeWords ? KnownWords.of(words) : KnownWords.shipped());
    HeadTrainer trainer = new HeadTrainer(corpus, normaliser);
    List<Category> categories = trainer.trainable();
    if (categories.isEmpty()) {
      throw HeadTrainer.tooFew();
    }
    out.println("training " + String.join(", ", categories.stream().map(Category::id).toList()));
    byte[] file = trainer.train(categories, version, seed, used, row -> true);
    Map<Category, Measures.Interval> narrow =
        trainer.narrow(LinearHead.decode(file, "in training"));
    if (!narrow.isEmpty()) {
      out.println("too narrow, left out: " + narrow.keySet());
      file =
          LinearHead.decode(file, "in training")
              .only(categories.stream().filter(each -> !narrow.containsKey(each)).toList());
    }
    Path target = Files.createDirectories(folder.resolve(version));
    Files.write(target.resolve("weights.bin"), file);
    LinearHead head = LinearHead.decode(file, "weights.bin");
    out.printf("wrote %s, sha256 %s%n", target.resolve("weights.bin"), head.model().sha256());
    String metrics = new HeadReport(corpus, trainer, narrow).write(head, seed, share, sourceOut);
    Files.writeString(target.resolve("metrics.json"), metrics);
    if (writeWords) {
      Files.writeString(
          folder.resolve("words-en.txt"),
          "# English words met in the training texts; made by ./halcyon train-text, see"
              + " ATTRIBUTION.md\n"
              + String.join("\n", words)
              + "\n");
    }
    out.println("wrote " + target.resolve("metrics.json"));
    out.print(HeadReport.summary(metrics));
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!OPTIONS.contains(name) || i + 1 == arguments.length) {
        throw usage("'" + arguments[i] + "' is no option, or its value is missing.");
      }
      options.put(name, arguments[i + 1]);
    }
    if (!options.containsKey("data") || !options.containsKey("out")) {
      throw usage("--data and --out are needed.");
    }
    return options;
  }

  private static long seed(Map<String, String> options) {
    return (long) number(options, "seed", 20261120);
  }

  private static double number(Map<String, String> options, String name, double missing) {
    try {
      return options.containsKey(name) ? Double.parseDouble(options.get(name)) : missing;
    } catch (NumberFormatException e) {
      throw usage("--" + name + " must be a number, is '" + options.get(name) + "'.");
    }
  }

  private static UserProblem usage(String message) {
    return new UserProblem(
        "usage",
        message,
        "train-text --data DIR --out DIR [--tier linear|deep] [--cache FILE] [--version V]"
            + " [--sources A,B] [--share S] [--seed N] [--source-out yes|no] [--words yes|no]"
            + " [--recipe 1|2|3]");
  }
}
