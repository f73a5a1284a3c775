package dev.halcyon.engine.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A loaded ONNX model and the provider that runs it. Safe for any thread: ONNX Runtime's sessions
 * are.
 */
public final class OnnxModel implements AutoCloseable {
  private final ModelFile file;
  private final OnnxProviders.Opened opened;

  /** Held for reading while the session runs: closing it then would take the process down. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxModel(ModelFile file, OnnxProviders.Opened opened) {
    this.file = file;
    this.opened = opened;
  }

  /**
   * Checks a model's bytes and loads them.
   *
   * @throws UserProblem {@code model.damaged} when the bytes are not the registered ones, {@code
   *     model.unusable} when ONNX Runtime refuses them
   */
  public static OnnxModel load(ModelFile file, byte[] bytes, OnnxProviders providers) {
    String found = sha256(bytes);
    if (!found.equals(file.sha256())) {
      throw new UserProblem(
          "model.damaged",
          "The model file "
              + file.path()
              + " is not the registered one: its SHA-256 is "
              + found
              + ".",
          "Install Halcyon again, or restore the file from its package.");
    }
    try {
      return new OnnxModel(file, providers.open(bytes, OnnxProviders.How.of(file)));
    } catch (OrtException e) {
      throw new UserProblem(
          "model.unusable",
          "The model " + file.name() + " could not be loaded: " + e.getMessage(),
          "Run the doctor: it checks the native libraries.",
          e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What assessments say of it. */
  public ModelRef ref() {
    return new ModelRef(file.name(), file.version(), file.sha256(), opened.provider());
  }

  /** Its row in the registry. */
  public ModelDescription description() {
    return new ModelDescription(
        ref(), file.purpose(), file.licence(), file.origin(), opened.reason());
  }

  /**
   * Runs the model on its one input.
   *
   * @param values row-major
   * @param shape of the input
   * @param outputs names wanted
   * @return one array per name, row-major
   */
  public List<float[]> run(float[] values, long[] shape, List<String> outputs) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw closed();
      }
      return running(values, shape, outputs);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /**
   * Runs a model of several inputs.
   *
   * @param inputs by name; the caller's to close
   * @param outputs names wanted
   * @return the caller's to close
   */
  public OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw closed();
      }
      return opened.session().run(inputs, outputs);
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /** What it wants, in its own order. */
  public List<TensorSpec> inputs() {
    return specs(OrtSession::getInputInfo);
  }

  /** What it answers, in its own order. */
  public List<TensorSpec> outputs() {
    return specs(OrtSession::getOutputInfo);
  }

  private List<TensorSpec> specs(InfoOf of) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw closed();
      }
      return of.info(opened.session()).values().stream().map(OnnxModel::spec).toList();
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      inUse.readLock().unlock();
    }
  }

  /** The inputs or the outputs of a session. */
  private interface InfoOf {
    Map<String, NodeInfo> info(OrtSession session) throws OrtException;
  }

  private static TensorSpec spec(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return new TensorSpec(node.getName(), "no tensor", List.of());
    }
    String type =
        switch (tensor.type) {
          case FLOAT -> "float32";
          case DOUBLE -> "float64";
          default -> tensor.type.name().toLowerCase(Locale.ROOT);
        };
    return new TensorSpec(
        node.getName(),
        type,
        Arrays.stream(tensor.getShape())
            .map(size -> size < 0 ? TensorSpec.ANY : size)
            .boxed()
            .toList());
  }

  /** Where tensors for {@link #run(Map, Set)} are made. */
  public static OrtEnvironment environment() {
    return OnnxEnvironment.get();
  }

  private static UserProblem closed() {
    return new UserProblem(
        "model.closed", "The engine was closed.", "Start the engine, then scan again.");
  }

  private UserProblem failed(OrtException e) {
    return new UserProblem(
        "model.failed",
        "The model " + file.name() + " failed on an input: " + e.getMessage(),
        "Scan again; if it stays, run the doctor.",
        e);
  }

  private List<float[]> running(float[] values, long[] shape, List<String> outputs) {
    OrtEnvironment environment = OnnxEnvironment.get();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OrtSession.Result result =
            opened.session().run(Map.of(inputName(), input), new LinkedHashSet<>(outputs))) {
      List<float[]> answers = new ArrayList<>();
      for (String output : outputs) {
        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
        FloatBuffer floats = tensor.getFloatBuffer();
        float[] answer = new float[floats.remaining()];
        floats.get(answer);
        answers.add(answer);
      }
      return answers;
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private String inputName() {
    return opened.session().getInputNames().iterator().next();
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        opened.session().close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("closing " + file.name() + " failed", e);
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
