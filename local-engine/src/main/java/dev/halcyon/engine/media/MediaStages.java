package dev.halcyon.engine.media;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.util.List;

/**
 * Everything an engine does with pictures and video: the worker and the stages that use it. Starts
 * nothing until first use; safe for any thread.
 */
public final class MediaStages implements AutoCloseable {
  private final MediaWorker worker;
  private final PictureModels models;

  private MediaStages(MediaWorker worker, PictureModels models) {
    this.worker = worker;
    this.models = models;
  }

  /** The stages of an engine with these options. */
  public static MediaStages of(EngineOptions options) {
    return new MediaStages(
        new MediaWorker(options.requireSandbox(), MediaLimits.standard(options.mediaTimeout())),
        PictureModels.shipped());
  }

  /** In cascade order: {@code media.decode}, {@code image.nsfw}, {@code image.objects}. */
  public List<Stage> stages() {
    return List.of(new DecodeStage(worker), new NsfwStage(models), new ObjectStage(models));
  }

  /** One row for each model over pictures; loads those not yet in use. */
  public List<ModelDescription> models() {
    return models.descriptions();
  }

  /**
   * One picture of a media part, made in the worker.
   *
   * @throws UserProblem {@code media.*} when it cannot be made
   */
  public EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style) {
    try {
      return worker.picture(source, atSeconds, style);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserProblem(
          "media.cancelled", "The picture was no longer wanted.", "Ask for it again.", e);
    }
  }

  /** The sandbox around the worker in words. */
  public String sandbox() {
    return worker.sandbox();
  }

  @Override
  public void close() {
    worker.close();
    models.close();
  }
}
