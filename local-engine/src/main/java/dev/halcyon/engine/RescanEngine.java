package dev.halcyon.engine;

import dev.halcyon.engine.media.MediaStages;
import dev.halcyon.protocol.ModelDescription;
import java.util.List;

/**
 * Judges items on this machine: runs the policy's cascade and keeps the worker process that decodes
 * media. One per machine, started lazily, safe for any thread.
 */
public final class RescanEngine implements AutoCloseable {
  private final MediaStages media;

  private RescanEngine(EngineOptions options) {
    this.media = MediaStages.of(options);
  }

  /** Prepares an engine; models load and the worker starts on first use. */
  public static RescanEngine start(EngineOptions options) {
    return new RescanEngine(options);
  }

  /**
   * Judges an item. Blocks up to the request's deadline; content can never make it throw: a stage
   * that fails is recorded and the verdict is REVIEW.
   */
  public ScanResult scan(ScanRequest request) {
    throw new UnsupportedOperationException("scan: the cascade lands with the text stages");
  }

  /**
   * Makes one picture of a media part in the worker, for a rendition in another style or for a
   * granted reveal.
   *
   * @param atSeconds time of the frame, 0 for pictures
   * @throws dev.halcyon.protocol.UserProblem {@code media.*} when the bytes cannot be decoded
   */
  public EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style) {
    return media.picture(source, atSeconds, style);
  }

  /** The models in use, with version, hash, licence, and which provider runs them and why. */
  public List<ModelDescription> models() {
    return List.of();
  }

  /**
   * The sandbox around the worker in words ({@code bubblewrap}, {@code none}), for the status bar.
   */
  public String sandbox() {
    return media.sandbox();
  }

  @Override
  public void close() {
    media.close();
  }
}
