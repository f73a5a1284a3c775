package dev.halcyon.engine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.batch.BatchLimits;
import dev.halcyon.engine.batch.MicroBatcher;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.text.HashedFeatures;
import dev.halcyon.engine.text.deep.DeepModel;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.Passages;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.engine.text.deep.TextDeepStage;
import dev.halcyon.engine.text.deep.Tokens;
import dev.halcyon.engine.text.train.HardNegatives;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the deep text tier: texts of 16 word pieces a second through the micro-batcher, asked
 * one by one from 64 threads, against ONNX Runtime alone running the same model on ready tensors at
 * the same batch size; the rounds take turns, so that both meet the same machine. Then the whole
 * stage on posts of 5 to 40 words, one at a time.
 */
public final class DeepBench {
  private static final int ROUNDS = 9;
  private static final int BATCHES = 24;
  private static final int SIZE = BatchLimits.STANDARD.size();
  private static final int PIECES = 16;
  private static final int ASKING = 64;

  private DeepBench() {}

  public static void main(String[] arguments)
      throws OrtException, InterruptedException, ExecutionException {
    List<Tokens> texts = texts();
    byte[] file = DeepModels.packed(DeepModels.ENCODER.path());
    try (OnnxModel model = OnnxModel.load(DeepModels.ENCODER, file, OnnxProviders.installed());
        OnnxModel fused = OnnxModel.load(fusedNorms(), file, OnnxProviders.installed());
        DeepModels models = DeepModels.shipped();
        ExecutorService asking = Executors.newFixedThreadPool(ASKING)) {
      SentenceEncoder encoder = models.encoder();
      try (MicroBatcher<Tokens, float[]> batcher =
          new MicroBatcher<>(
              "minilm", BatchLimits.STANDARD, some -> Arrays.asList(encoder.encode(some)))) {
        raw(model, texts);
        batched(batcher, texts, asking);
        double[] raw = new double[ROUNDS];
        double[] batched = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        double[] ofFused = new double[ROUNDS];
        raw(fused, texts);
        for (int round = 0; round < ROUNDS; round++) {
          raw[round] = texts.size() / raw(model, texts);
          batched[round] = texts.size() / batched(batcher, texts, asking);
          ratio[round] = batched[round] / raw[round];
          ofFused[round] = raw[round] * raw(fused, texts) / texts.size();
        }
        figure("deep.raw.batch-" + SIZE, median(raw), "texts/s");
        figure("deep.raw.of-fused-norms", 100 * median(ofFused), "%");
        figure("deep.batched", median(batched), "texts/s");
        figure("deep.batched.share-of-raw", 100 * median(ratio), "%");
        figure("deep.batched.mean-size", batcher.counts().meanSize(), "texts");
      }
      alone(model);
      company(models);
      stage(models);
    }
  }

  /** The encoder as ONNX Runtime runs it by default: with its own layer norm. */
  private static ModelFile fusedNorms() {
    ModelFile shipped = DeepModels.ENCODER;
    return new ModelFile(
        shipped.name(),
        shipped.version(),
        shipped.path(),
        shipped.sha256(),
        shipped.eightBitWeights(),
        shipped.purpose(),
        shipped.licence(),
        shipped.origin());
  }

  /**
   * What it costs that each text runs by itself: processor time of texts of many lengths alone, of
   * that in runs of eight and 32 of one length, and in runs as they would come together, by turns.
   */
  private static void alone(OnnxModel model) throws OrtException {
    int[] together = {1, 8, 32};
    double[][] micros = new double[together.length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < together.length; i++) {
        double took = 0;
        int texts = 0;
        for (int pieces = 8; pieces <= 56; pieces += 6) {
          took += processor(model, together[i], pieces);
          texts += 32;
        }
        if (round >= 0) {
          micros[i][round] = took / texts;
        }
      }
    }
    for (int i = 0; i < together.length; i++) {
      figure("deep.processor.runs-of-" + together[i], median(micros[i]), "us a text");
    }
  }

  /** Microseconds of processor time for 32 texts of a length. */
  private static double processor(OnnxModel model, int together, int pieces) throws OrtException {
    OrtEnvironment environment = OnnxModel.environment();
    Random random = new Random(pieces);
    long[] shape = {together, pieces};
    long[] ones = new long[together * pieces];
    Arrays.fill(ones, 1);
    long[] ids = random.longs((long) together * pieces, 1_996, 9_996).toArray();
    double begun = processSeconds();
    for (int run = 0; run < 32 / together; run++) {
      try (OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
          OnnxTensor words = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
          OnnxTensor types =
              OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
          OrtSession.Result result =
              model.run(
                  Map.of("input_ids", words, "attention_mask", mask, "token_type_ids", types),
                  Set.of("last_hidden_state"))) {
        if (result.size() != 1) {
          throw new IllegalStateException("no answer");
        }
      }
    }
    return (processSeconds() - begun) * 1e6;
  }

  private static double processSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** How much a text's scores move when 31 others share its batch: all scores of harmless texts. */
  private static void company(DeepModels models) throws InterruptedException {
    DeepModel model = models.model(null, Instant.MAX).orElseThrow();
    List<String> posts = HardNegatives.byGroup().values().stream().flatMap(List::stream).toList();
    List<Tokens> texts =
        posts.stream().map(post -> Passages.beginning(post, model.vocabulary())).toList();
    float[][] together = models.encoder().encode(texts);
    List<Double> changes = new ArrayList<>();
    for (int i = 0; i < posts.size(); i++) {
      float[] alone = models.encoder().encode(List.of(texts.get(i)))[0];
      double[] linear = model.linear().decisions(HashedFeatures.of(posts.get(i)));
      for (int c = 0; c < linear.length; c++) {
        double one = model.head().score(c, model.head().decision(c, alone), linear[c]);
        double other = model.head().score(c, model.head().decision(c, together[i]), linear[c]);
        changes.add(Math.abs(one - other));
      }
    }
    double[] sorted = changes.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    figure("deep.company.median", 1_000 * sorted[sorted.length / 2], "thousandths of a score");
    figure("deep.company.p99", 1_000 * sorted[sorted.length * 99 / 100], "thousandths of a score");
    figure("deep.company.most", 1_000 * sorted[sorted.length - 1], "thousandths of a score");
  }

  /** Seconds that ONNX Runtime alone takes, the tensors made before the clock starts. */
  private static double raw(OnnxModel model, List<Tokens> texts) throws OrtException {
    OrtEnvironment environment = OnnxModel.environment();
    long[] shape = {SIZE, PIECES};
    long[] ones = new long[SIZE * PIECES];
    Arrays.fill(ones, 1);
    List<OnnxTensor> batches = new ArrayList<>();
    try (OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[SIZE * PIECES]), shape)) {
      for (int from = 0; from < texts.size(); from += SIZE) {
        long[] ids =
            texts.subList(from, from + SIZE).stream()
                .flatMapToLong(text -> Arrays.stream(text.ids()).asLongStream())
                .toArray();
        batches.add(OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
      }
      long begun = System.nanoTime();
      for (OnnxTensor ids : batches) {
        try (OrtSession.Result result =
            model.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types),
                Set.of("last_hidden_state"))) {
          if (result.size() != 1) {
            throw new IllegalStateException("no answer");
          }
        }
      }
      return (System.nanoTime() - begun) / 1e9;
    } finally {
      batches.forEach(OnnxTensor::close);
    }
  }

  private static double batched(
      MicroBatcher<Tokens, float[]> batcher, List<Tokens> texts, ExecutorService asking)
      throws InterruptedException, ExecutionException {
    List<Future<?>> threads = new ArrayList<>();
    long begun = System.nanoTime();
    for (int thread = 0; thread < ASKING; thread++) {
      int first = thread;
      threads.add(
          asking.submit(
              () -> {
                for (int i = first; i < texts.size(); i += ASKING) {
                  batcher.ask(texts.get(i), Duration.ofMinutes(1)).orThrow();
                }
                return null;
              }));
    }
    for (Future<?> thread : threads) {
      thread.get();
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  /** The whole stage on posts that need no explaining, and on posts that do. */
  private static void stage(DeepModels models) throws InterruptedException {
    TextDeepStage stage = new TextDeepStage(models);
    models.model(null, Instant.MAX);
    String calm =
        "the of and to in is you that it he was for on are as with his they at be this have from"
            + " meet harbour tomorrow boats ticket morning bread tea";
    stage(stage, "plain", calm.split(" "));
    stage(stage, "explained", (calm + " stupid idiot loser kill hate disgusting fool").split(" "));
  }

  private static void stage(TextDeepStage stage, String name, String[] words)
      throws InterruptedException {
    Random random = new Random(1);
    List<ScanContext> posts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 5 + random.nextInt(36); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      posts.add(ScanContextForBench.english(text.toString(), Scans.policy(2)));
    }
    double[] millis = new double[posts.size()];
    int explained = 0;
    for (int round = 0; round < 2; round++) {
      explained = 0;
      for (int i = 0; i < millis.length; i++) {
        long begun = System.nanoTime();
        explained += stage.assess(posts.get(i)).evidence().isEmpty() ? 0 : 1;
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    figure("deep.stage." + name + ".median", median(millis), "ms");
    Arrays.sort(millis);
    figure("deep.stage." + name + ".p95", millis[millis.length * 95 / 100], "ms");
    figure("deep.stage." + name + ".with-evidence", explained, "of 100");
  }

  private static List<Tokens> texts() {
    Random random = new Random(2);
    List<Tokens> texts = new ArrayList<>();
    for (int i = 0; i < BATCHES * SIZE; i++) {
      int[] ids = new int[PIECES];
      ids[0] = 101;
      for (int piece = 1; piece < PIECES - 1; piece++) {
        ids[piece] = 1_996 + random.nextInt(8_000);
      }
      ids[PIECES - 1] = 102;
      texts.add(new Tokens(ids));
    }
    return texts;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
