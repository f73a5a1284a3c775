package dev.halcyon.engine.model;

import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.ModelDescription;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models over pictures; each loads on first use and stays. Safe for any thread. */
public final class PictureModels implements AutoCloseable {
  private enum Kind {
    NSFW(ModelFile.NSFW),
    OBJECTS(ModelFile.OBJECTS);

    private final ModelFile file;

    Kind(ModelFile file) {
      this.file = file;
    }
  }

  private final Function<String, byte[]> files;
  private final OnnxProviders providers;
  private final Map<Kind, OnnxModel> loaded = new EnumMap<>(Kind.class);

  /**
   * Models over any store of files.
   *
   * @param files reads a file by its path below {@code assets/}
   */
  public PictureModels(Function<String, byte[]> files, OnnxProviders providers) {
    this.files = files;
    this.providers = providers;
  }

  /** The models that ship with Halcyon. */
  public static PictureModels shipped() {
    return new PictureModels(Assets::bytes, OnnxProviders.installed());
  }

  /** The classifier of sexual content. */
  public NsfwClassifier nsfw() {
    return new NsfwClassifier(model(Kind.NSFW));
  }

  /** The detector of everyday objects. */
  public ObjectDetector objects() {
    return new ObjectDetector(model(Kind.OBJECTS), labels());
  }

  private synchronized OnnxModel model(Kind kind) {
    @Nullable OnnxModel model = loaded.get(kind);
    if (model == null) {
      model = OnnxModel.load(kind.file, files.apply(kind.file.path()), providers);
      loaded.put(kind, model);
    }
    return model;
  }

  private List<String> labels() {
    return new String(files.apply(ObjectDetector.LABELS), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /** One row for each model; loads those not yet in use. */
  public List<ModelDescription> descriptions() {
    return List.of(model(Kind.NSFW).description(), model(Kind.OBJECTS).description());
  }

  @Override
  public synchronized void close() {
    loaded.values().forEach(OnnxModel::close);
    loaded.clear();
  }
}
