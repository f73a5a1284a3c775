package dev.halcyon.engine.sound;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names what is to be heard besides speech (shots, screams, explosions), where a model of YAMNet's
 * kind is installed; Halcyon ships none. Safe for any thread.
 *
 * <p>Input: {@code waveform} [N,15600], 0.975 s at 16 kHz in ±1. Output: {@code scores} [N,521],
 * one per line of the class map, 0..1, several at once.
 */
public final class AudioEvents implements AutoCloseable {
  /** Names a folder with {@code model.onnx} and {@code class_map.csv}. */
  public static final String FOLDER = "halcyon.audioEvents";

  /** The SHA-256 of {@code model.onnx} that the administrator pinned; without it nothing loads. */
  public static final String PINNED = "halcyon.audioEvents.sha256";

  /** Below this a class is not heard. */
  private static final double LEAST = 0.3;

  private static final int WINDOW = 15_600;

  private final OnnxModel model;
  private final List<String> classes;

  private AudioEvents(OnnxModel model, List<String> classes) {
    this.model = model;
    this.classes = List.copyOf(classes);
  }

  /**
   * Something that was heard.
   *
   * @param label in the class map's words
   * @param from seconds from the start
   * @param to likewise
   * @param score the highest over the stretch, 0..1; not calibrated
   */
  public record Event(String label, double from, double to, double score) {}

  /**
   * The installed model, if there is one.
   *
   * @throws UserProblem {@code model.damaged} when it is not the pinned one, {@code model.missing}
   *     when its files are not there
   */
  public static Optional<AudioEvents> installed() {
    String folder = System.getProperty(FOLDER, "");
    return folder.isBlank()
        ? Optional.empty()
        : Optional.of(open(Path.of(folder), System.getProperty(PINNED, "")));
  }

  /**
   * Opens a model.
   *
   * @param pinned SHA-256 of {@code model.onnx}, lower-case hex, from another place than the folder
   */
  public static AudioEvents open(Path folder, String pinned) {
    byte[] bytes = read(folder.resolve("model.onnx"));
    List<String> classes = classes(read(folder.resolve("class_map.csv")));
    ModelFile file =
        new ModelFile(
            "audio-events",
            "pack",
            folder.resolve("model.onnx").toString(),
            pinned,
            true,
            "Names sounds besides speech; its finds are hints",
            "as the pack says",
            "installed by the operator");
    return new AudioEvents(OnnxModel.load(file, bytes, OnnxProviders.installed()), classes);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserProblem(
          "model.missing",
          "The audio event model lacks " + file.getFileName() + ".",
          "Put model.onnx and class_map.csv in the folder that -D" + FOLDER + " names.",
          e);
    }
  }

  /** The last column of each line: {@code index,mid,"display name"}. */
  private static List<String> classes(byte[] csv) {
    return new String(csv, StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> line.split(",", 3)[line.split(",", 3).length - 1].replace("\"", "").strip())
        .toList();
  }

  /** Listens to one media part. */
  public Listener listener(Set<String> wanted) {
    return new Listener(wanted);
  }

  /** What assessments say of it. */
  public ModelRef ref() {
    return model.ref();
  }

  /** Its row in the registry. */
  public ModelDescription description() {
    return model.description();
  }

  private float[] scores(float[] window) {
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OnnxModel.environment(), FloatBuffer.wrap(window), new long[] {1, WINDOW});
        OrtSession.Result result = model.run(Map.of("waveform", input), Set.of("scores"))) {
      FloatBuffer all = ((OnnxTensor) result.get("scores").orElseThrow()).getFloatBuffer();
      if (all.remaining() != classes.size()) {
        throw new UserProblem(
            "model.damaged",
            "The audio event model has "
                + all.remaining()
                + " classes and its map "
                + classes.size()
                + ".",
            "Install the class map that belongs to the model.");
      }
      float[] scores = new float[all.remaining()];
      all.get(scores);
      return scores;
    } catch (OrtException e) {
      throw new UserProblem(
          "model.failed",
          "The audio event model failed on an input: " + e.getMessage(),
          "Install a model with the input waveform [N,15600] and the output scores.",
          e);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  /** Collects the events of one stream. Confined to one thread. */
  public final class Listener implements SoundSink {
    private final Set<String> wanted;
    private final float[] window = new float[WINDOW];
    private final List<Event> events = new ArrayList<>();
    private int filled;
    private long windows;

    private Listener(Set<String> wanted) {
      this.wanted = Set.copyOf(wanted);
    }

    @Override
    public void block(short[] samples) {
      for (short sample : samples) {
        window[filled++] = sample / 32768f;
        if (filled == WINDOW) {
          hear();
        }
      }
    }

    private void hear() {
      java.util.Arrays.fill(window, filled, WINDOW, 0);
      float[] scores = scores(window);
      double from = (double) windows * WINDOW / RATE;
      double to = from + (double) filled / RATE;
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] >= LEAST && wanted.contains(classes.get(i))) {
          add(new Event(classes.get(i), from, to, scores[i]));
        }
      }
      windows++;
      filled = 0;
    }

    /** Goes on with the event of the window before, or begins one. */
    private void add(Event event) {
      for (int i = events.size() - 1; i >= 0; i--) {
        Event before = events.get(i);
        if (before.label.equals(event.label) && event.from - before.to < 0.01) {
          double score = Math.max(before.score, event.score);
          events.set(i, new Event(event.label, before.from, event.to, score));
          return;
        }
      }
      events.add(event);
    }

    /** Ends the stream. */
    public List<Event> finish() {
      if (filled > 0) {
        hear();
      }
      return List.copyOf(events);
    }
  }
}
