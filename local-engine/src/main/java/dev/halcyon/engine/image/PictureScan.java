package dev.halcyon.engine.image;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Looks at one still picture inside the worker. Stateless. */
public final class PictureScan {
  /** Pixels that are hashed one by one; twice their RGB fits the worker's memory. */
  private static final double LARGEST_WHOLE = 16e6;

  /** The same of a film's frames above 4K, several of which lie in memory besides. */
  private static final double LARGEST_OF_HUGE = 4e6;

  private PictureScan() {}

  /** Takes the one keyframe of a picture. */
  @FunctionalInterface
  public interface Sink {
    void frame(int id, Pixels rgb224, Pixels rgb300, Pixels rendition) throws IOException;
  }

  /**
   * Whether a picture is looked at frame by frame, as an animated GIF or PNG is, so that nobody
   * hides anything behind its first frame; an AVIF file always, for it is a film of one frame.
   *
   * @throws UserProblem {@code media.*} when it breaks a limit
   */
  public static boolean isFilm(MediaType type, ByteReader file, MediaLimits limits)
      throws IOException {
    return switch (type) {
      case GIF -> moves(checkedHeader(type, file, limits));
      case PNG -> moves(checkedHeader(type, file, limits)) && PngHeader.startsTheFilm(file);
      case WEBP -> {
        PictureHeader header = checkedHeader(type, file, limits);
        yield moves(header) && WebpFilm.fits(header);
      }
      case AVIF -> {
        checkBytes(file, limits);
        yield true;
      }
      default -> false;
    };
  }

  private static boolean moves(PictureHeader header) {
    return header.frames() > 1 && header.complete();
  }

  /**
   * Decodes a picture into all its forms.
   *
   * @throws UserProblem {@code media.*} when it breaks a limit or cannot be decoded
   */
  public static MediaFacts scan(
      MediaType type, ByteReader file, RenditionStyle style, MediaLimits limits, Sink sink)
      throws IOException {
    PictureHeader header = checkedHeader(type, file, limits);
    Orientation orientation = header.orientation();
    return PictureDecoder.decode(
        type,
        header,
        file,
        limits,
        frame -> {
          try (FrameForms forms = new FrameForms()) {
            sink.frame(
                0,
                forms.square(frame, orientation, FrameForms.NSFW_SIDE),
                forms.square(frame, orientation, FrameForms.OBJECT_SIDE),
                forms.styled(frame, orientation, 1, style));
          }
          boolean turned = orientation.swapsSides();
          return new MediaFacts(
              type.mime(),
              Modality.IMAGE,
              (int) (turned ? header.height() : header.width()),
              (int) (turned ? header.width() : header.height()),
              0,
              false,
              List.of(new MediaFacts.Shot(0, 0, false)),
              shortfall(type, header));
        });
  }

  /**
   * The picture in one style.
   *
   * @throws UserProblem {@code media.*} as for a scan
   */
  public static Pixels picture(
      MediaType type, ByteReader file, RenditionStyle style, MediaLimits limits)
      throws IOException {
    PictureHeader header = checkedHeader(type, file, limits);
    return PictureDecoder.decode(
        type,
        header,
        file,
        limits,
        frame -> {
          try (FrameForms forms = new FrameForms()) {
            return forms.styled(frame, header.orientation(), 1, style);
          }
        });
  }

  /**
   * A picture in its own size as RGB, see {@link #whole(AVFrame, Orientation, FrameScaler)}.
   *
   * @throws UserProblem {@code media.*} as for a scan
   */
  public static Pixels whole(MediaType type, ByteReader file, MediaLimits limits)
      throws IOException {
    PictureHeader header = checkedHeader(type, file, limits);
    return PictureDecoder.decode(
        type,
        header,
        file,
        limits,
        frame -> {
          try (FrameScaler scaler = new FrameScaler()) {
            return whole(frame, header.orientation(), scaler);
          }
        });
  }

  /**
   * A frame in its own size as RGB, turned for display; a very large one is reduced by the mean of
   * whole areas to the size that still fits the worker, of which PDQ keeps 64×64 anyway.
   */
  public static Pixels whole(AVFrame frame, Orientation orientation, FrameScaler scaler) {
    return whole(frame, orientation, scaler, LARGEST_WHOLE);
  }

  /** The same of a frame of a film. */
  public static Pixels filmed(AVFrame frame, Orientation orientation, FrameScaler scaler) {
    boolean huge = (long) frame.width() * frame.height() > DecoderMemory.HUGE_FRAME;
    return whole(frame, orientation, scaler, huge ? LARGEST_OF_HUGE : LARGEST_WHOLE);
  }

  private static Pixels whole(
      AVFrame frame, Orientation orientation, FrameScaler scaler, double mostPixels) {
    double scale = Math.sqrt(Math.min(1, mostPixels / frame.width() / frame.height()));
    int width = Math.max(1, (int) (frame.width() * scale));
    int height = Math.max(1, (int) (frame.height() * scale));
    FrameScaler.Filter filter = scale < 1 ? FrameScaler.Filter.AREA : FrameScaler.Filter.BILINEAR;
    return orientation.apply(scaler.rgb(frame, width, height, filter));
  }

  private static void checkBytes(ByteReader file, MediaLimits limits) {
    if (file.size() > limits.pictureBytes()) {
      throw new UserProblem(
          "media.large",
          "The picture has "
              + file.size()
              + " bytes; at most "
              + limits.pictureBytes()
              + " are decoded.",
          "Ask the platform for a smaller version.");
    }
  }

  static PictureHeader checkedHeader(MediaType type, ByteReader file, MediaLimits limits)
      throws IOException {
    checkBytes(file, limits);
    PictureHeader header = PictureHeader.read(type, file);
    if (header.width() > limits.pixels() / header.height()) {
      throw new UserProblem(
          "media.pixels",
          "The picture claims "
              + header.width()
              + "×"
              + header.height()
              + " pixels; at most "
              + limits.pixels()
              + " are decoded.",
          "Ask the platform for a smaller version, or treat it as an attempt to exhaust memory.");
    }
    return header;
  }

  private static Optional<Problem> shortfall(MediaType type, PictureHeader header) {
    if (!header.complete()) {
      return Optional.of(
          new Problem(
              "media.partial",
              "This "
                  + type.mime()
                  + " file is cut off; only the part that is there was looked at.",
              "Ask the platform to send it again."));
    }
    if (header.frames() > 1) {
      return Optional.of(
          new Problem(
              "media.animated",
              "The picture is animated; only its first frame was looked at.",
              "Play it before deciding."));
    }
    return Optional.empty();
  }
}
