package dev.halcyon.server.media;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.SoundPicture;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.RevealEnded;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The routes for media: upload, renditions, reveals. Thread-safe. */
public final class MediaRoutes {
  /** Makes one picture of untrusted bytes in the engine's worker. */
  @FunctionalInterface
  public interface Painter {
    EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style);
  }

  /** Draws the sound of untrusted bytes in the engine's worker; empty where there is none. */
  @FunctionalInterface
  public interface SoundPainter {
    Optional<SoundPicture> sound(MediaSource source);
  }

  private final Database database;
  private final MediaFiles files;
  private final RenditionFiles renditions;
  private final Reveals reveals;
  private final Painter painter;
  private final SoundPainter soundPainter;
  private final Clock clock;
  private final MediaRepository repository = new MediaRepository();

  public MediaRoutes(
      Database database,
      MediaFiles files,
      RenditionFiles renditions,
      Reveals reveals,
      Painter painter,
      SoundPainter soundPainter,
      Clock clock) {
    this.database = database;
    this.files = files;
    this.renditions = renditions;
    this.reveals = reveals;
    this.painter = painter;
    this.soundPainter = soundPainter;
    this.clock = clock;
  }

  public void bind(Router router) {
    router
        .on(Routes.MEDIA_UPLOAD, this::upload)
        .on(Routes.RENDITION, this::rendition)
        .on(Routes.SOUND, this::sound)
        .on(Routes.REVEAL, this::reveal)
        .on(Routes.REVEAL_CONTENT, this::content)
        .on(Routes.REVEAL_ENDED, this::ended);
  }

  private void upload(Exchange exchange) throws IOException {
    String type = exchange.contentType();
    Modality kind = kind(type);
    MediaFiles.Stored stored;
    try (InputStream body = exchange.stream()) {
      stored = files.store(body, -1);
    }
    database.useTransaction(
        handle ->
            repository.upsert(
                handle, stored.mediaId(), kind, type, stored.bytes(), clock.instant()));
    if (!files.holds(stored.mediaId())) {
      throw new UserProblem(
          "media.changed",
          "The same bytes were being erased while they arrived.",
          "Send the file again.");
    }
    database.durable().await();
    exchange.json(new MediaUploaded(stored.mediaId(), stored.bytes(), stored.known()));
  }

  private static Modality kind(String type) {
    String family = type.substring(0, Math.max(0, type.indexOf('/'))).toLowerCase(Locale.ROOT);
    return switch (type.length() <= 200 ? family : "") {
      case "image" -> Modality.IMAGE;
      case "video" -> Modality.VIDEO;
      case "audio" -> Modality.AUDIO;
      default ->
          throw new UserProblem(
              "media.unsupported_type",
              "The Content-Type of the upload is neither a picture, a video nor sound.",
              "Send the file's own type, for example image/jpeg or video/mp4.");
    };
  }

  /** Whoever may read the case may see its renditions; the case must be one of this media. */
  private void rendition(Exchange exchange) {
    UUID caseId = exchange.id("id");
    String mediaId = exchange.path("mediaId");
    int frame = frame(exchange.path("frame"));
    Filter filter = filter(exchange);
    byte[] picture =
        database
            .read(handle -> repository.findOfCase(handle, caseId, mediaId))
            .flatMap(media -> rendition(media, frame, filter))
            .orElseThrow(
                () ->
                    new UserProblem(
                        "rendition.unknown",
                        "This case has no rendition of this media part and frame.",
                        "Use a mediaId and a frame of the case's own item; media that could not"
                            + " be decoded has none."));
    exchange.with("Cache-Control", "private, no-store").send(200, "image/jpeg", picture);
  }

  /** What is kept, else made now by the worker and kept; only frames that have the usual one. */
  private Optional<byte[]> rendition(MediaRepository.Row media, int frame, Filter filter) {
    String mediaId = media.mediaId();
    Optional<byte[]> usual = renditions.load(mediaId, frame);
    if (filter.isUsual() || usual.isEmpty()) {
      return usual;
    }
    return renditions
        .load(mediaId, frame, filter)
        .or(() -> Optional.of(made(media, frame, filter)));
  }

  private byte[] made(MediaRepository.Row media, int frame, Filter filter) {
    EncodedPicture picture =
        painter.picture(
            files.source(media.mediaId(), media.kind(), media.declaredType()),
            Reveals.frameTime(media, hasStrip(media) ? frame : null),
            RenditionStyle.of(filter));
    renditions.store(media.mediaId(), frame, filter, picture);
    return picture.bytes();
  }

  /** Whoever may read the case may see its sound and read it; hearing it takes a grant. */
  private void sound(Exchange exchange) {
    UUID caseId = exchange.id("id");
    String mediaId = exchange.path("mediaId");
    SoundTrack sound =
        database
            .read(handle -> repository.findOfCase(handle, caseId, mediaId))
            .filter(MediaRoutes::hasSound)
            .flatMap(media -> renditions.sound(mediaId).or(() -> drawn(media)))
            .orElseThrow(
                () ->
                    new UserProblem(
                        "sound.unknown",
                        "This case has no media part of this id with sound that can be decoded.",
                        "Use a mediaId of the case's own item that says hasSound."));
    exchange.with("Cache-Control", "private, no-store").json(sound);
  }

  /** What was taken in before sounds were drawn, or under a policy that does not listen. */
  private Optional<SoundTrack> drawn(MediaRepository.Row media) {
    Optional<SoundTrack> made =
        soundPainter
            .sound(files.source(media.mediaId(), media.kind(), media.declaredType()))
            .map(picture -> SoundTracks.unheard(media.mediaId(), picture));
    made.ifPresent(renditions::store);
    return made;
  }

  private static boolean hasSound(MediaRepository.Row media) {
    MediaInfo info = media.info();
    return info != null && info.state() == MediaState.READY && info.hasSound();
  }

  private static boolean hasStrip(MediaRepository.Row media) {
    MediaInfo info = media.info();
    return info != null && !info.keyframes().isEmpty();
  }

  private static Filter filter(Exchange exchange) {
    try {
      return new Filter(
          exchange.query("effect").map(Filter.Effect::valueOf).orElse(Filter.USUAL.effect()),
          exchange.query("strength").map(Filter.Strength::valueOf).orElse(Filter.USUAL.strength()),
          exchange.query("colour").filter("true"::equals).isEmpty());
    } catch (IllegalArgumentException e) {
      throw new UserProblem(
          "request.query",
          "The address asks for a filter that does not exist.",
          "Use effect BLUR, MOSAIC or CARTOON, strength MILD, MEDIUM or STRONG, and colour true or"
              + " false.");
    }
  }

  private static int frame(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UserProblem(
          "request.path",
          "The address names a frame by something that is no number.",
          "Use the frame's position in the keyframe strip, 0 for a picture.");
    }
  }

  private void reveal(Exchange exchange) {
    RevealRequest request = exchange.body(RevealRequest.class);
    exchange.json(reveals.grant(exchange.principal(), exchange.id("id"), request));
  }

  private void ended(Exchange exchange) {
    RevealEnded ended = exchange.body(RevealEnded.class);
    reveals.end(exchange.principal(), exchange.id("grant"), ended.shownMillis());
    exchange.noContent();
  }

  private void content(Exchange exchange) throws IOException {
    Reveals.Opened opened = reveals.open(exchange.principal(), exchange.id("grant"));
    MediaRepository.Row media = opened.media();
    MediaSource source = files.source(media.mediaId(), media.kind(), media.declaredType());
    exchange.with("Cache-Control", "no-store");
    if (opened.view()) {
      // The untrusted file never reaches a person's screen: the worker decodes it and encodes anew.
      EncodedPicture picture = painter.picture(source, opened.atSeconds(), RenditionStyle.SHARP);
      exchange.send(200, picture.type(), picture.bytes());
    } else {
      bytes(exchange, source);
    }
  }

  /** Original bytes for an engine: never typed as something a viewer would open. */
  private static void bytes(Exchange exchange, MediaSource source) throws IOException {
    exchange.with("Accept-Ranges", "bytes");
    Optional<ByteRange> range =
        exchange.header("Range").flatMap(header -> ByteRange.parse(header, source.size()));
    ByteRange part = range.orElse(new ByteRange(0, source.size() - 1, source.size()));
    range.ifPresent(asked -> exchange.with("Content-Range", asked.contentRange()));
    try (SeekableByteChannel channel = source.open();
        InputStream in = Channels.newInputStream(channel.position(part.first()));
        OutputStream out =
            exchange.output(
                range.isPresent() ? 206 : 200, "application/octet-stream", part.length())) {
      byte[] buffer = new byte[64 * 1024];
      long left = part.length();
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("the stored file is shorter than it was");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
