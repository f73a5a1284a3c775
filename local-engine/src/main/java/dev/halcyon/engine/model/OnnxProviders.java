package dev.halcyon.engine.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.halcyon.protocol.UserProblem;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses what runs a model: CUDA where its libraries and a driver are there, else the processor,
 * and says why. Safe for any thread.
 *
 * <p>GPU libraries are used when {@code -Donnxruntime.native.path=DIR} names a folder with the
 * files of {@code onnxruntime_gpu} ({@link NativeLibraries}). CUDA can fail late, when the session
 * is made: that too falls back.
 */
public final class OnnxProviders {
  /** A desktop stays responsive while models run. */
  private static final int CPU_THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

  /** The smallest model: one node, Identity, from {@code x} to {@code y}, one float32. */
  private static final String GIVES_BACK =
      "08083a370a100a017812017922084964656e746974791201675a0f0a0178120a0a08080112040a020801620f"
          + "0a0179120a0a08080112040a0208014202100d";

  private final Supplier<Set<OrtProvider>> available;

  private OnnxProviders(Supplier<Set<OrtProvider>> available) {
    this.available = available;
  }

  /** The providers of the installed ONNX Runtime. */
  public static OnnxProviders installed() {
    return new OnnxProviders(OrtEnvironment::getAvailableProviders);
  }

  /** As if the libraries offered these, to try what happens when they do not keep the promise. */
  static OnnxProviders claiming(Set<OrtProvider> claimed) {
    return new OnnxProviders(() -> claimed);
  }

  /**
   * A session and how it runs.
   *
   * @param provider {@code cuda} or {@code cpu}
   * @param reason why this one, for the registry
   */
  record Opened(OrtSession session, String provider, String reason) {}

  /**
   * What would run a model on this machine.
   *
   * @param provider {@code cuda} or {@code cpu}
   * @param reason why this one
   */
  public record Choice(String provider, String reason) {}

  /**
   * Finds out by opening a model that gives back its input.
   *
   * @throws UserProblem {@code model.runtime} when nothing can run one
   */
  public Choice choice() {
    try {
      Opened opened = open(HexFormat.of().parseHex(GIVES_BACK), How.PLAIN);
      opened.session.close();
      return new Choice(opened.provider, opened.reason);
    } catch (OrtException e) {
      throw new UserProblem(
          "model.runtime",
          "ONNX Runtime opens no model: " + firstLine(e),
          "Install Halcyon again.",
          e);
    }
  }

  /** How a model wants to be run; the parts are those of {@link ModelFile}. */
  record How(boolean eightBitWeights, boolean returnsMemory, boolean plainNorms) {
    static final How PLAIN = new How(false, false, false);

    static How of(ModelFile file) {
      return new How(file.eightBitWeights(), file.returnsMemory(), file.plainNorms());
    }
  }

  /** Opens a model. */
  Opened open(byte[] model, How how) throws OrtException {
    OrtEnvironment environment = OnnxEnvironment.get();
    String reason;
    if (!available.get().contains(OrtProvider.CUDA)) {
      reason = NativeLibraries.whyNot();
    } else {
      try (SessionOptions options = options(how)) {
        options.addCUDA(0);
        return new Opened(
            environment.createSession(model, options),
            "cuda",
            "CUDA libraries and a GPU are there");
      } catch (OrtException e) {
        reason = "CUDA was offered and failed: " + firstLine(e);
      }
    }
    try (SessionOptions options = options(how)) {
      return new Opened(environment.createSession(model, options), "cpu", reason);
    }
  }

  private static SessionOptions options(How how) throws OrtException {
    SessionOptions options = new SessionOptions();
    // An arena only grows, and to powers of two.
    options.setCPUArenaAllocator(!how.returnsMemory());
    options.setIntraOpNumThreads(CPU_THREADS);
    options.setInterOpNumThreads(1);
    // Spinning threads would keep a core busy between pictures.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (how.eightBitWeights()) {
      // Weights are 8-bit to be small; arithmetic in 8 bits would be half as fast here.
      options.addConfigEntry("session.disable_quant_qdq", "1");
    }
    if (how.plainNorms()) {
      options.addConfigEntry(
          "optimization.disable_specified_optimizers", "LayerNormFusionL1;LayerNormFusionL2");
    }
    return options;
  }

  private static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
