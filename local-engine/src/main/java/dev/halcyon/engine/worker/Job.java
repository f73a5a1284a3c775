package dev.halcyon.engine.worker;

import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.video.Care;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * What the host asks of a worker about one file.
 *
 * @param size bytes of the file
 * @param declaredType only for messages; the bytes decide
 * @param atSeconds time of the picture asked for, or from which on it is heard
 * @param listens whether the sound of a film that is followed is decoded too; of sound, whether
 *     somebody hears it as it is played, so that there is no limit of time
 * @param spacing of a film that is played, seconds between frames at least
 * @param frame number of the frame asked for, in order of display from 0, or {@link #BY_TIME}
 */
record Job(
    long size,
    String declaredType,
    double atSeconds,
    long frame,
    RenditionStyle style,
    MediaLimits limits,
    Care care,
    boolean listens,
    double spacing) {
  static final long BY_TIME = -1;

  /** The size of what still grows. */
  static final long ENDLESS = Long.MAX_VALUE;

  /** To look at all of a file. */
  static Job analysis(MediaSource source, MediaLimits limits) {
    Care care = source.trusted() ? Care.SKIPPING : Care.EVERY_FRAME;
    return of(source, 0, BY_TIME, RenditionStyle.DEFAULT, limits, care);
  }

  /** To look at one place of a file, or at places of this distance. */
  static Job at(MediaSource source, double seconds, RenditionStyle style, MediaLimits limits) {
    return of(source, seconds, BY_TIME, style, limits, Care.EVERY_FRAME);
  }

  /** To look at the frame of a number. */
  static Job frame(MediaSource source, long number, RenditionStyle style, MediaLimits limits) {
    return of(source, 0, Math.max(0, number), style, limits, Care.EVERY_FRAME);
  }

  /** To play a film from a time on. */
  static Job play(
      MediaSource source, double from, double spacing, RenditionStyle style, MediaLimits limits) {
    return new Job(
        source.size(),
        source.declaredType(),
        from,
        BY_TIME,
        style,
        limits,
        Care.EVERY_FRAME,
        false,
        spacing);
  }

  /** To hear a file from a time on, as fast as its sound is taken. */
  static Job hear(MediaSource source, double from, MediaLimits limits) {
    return new Job(
        source.size(),
        source.declaredType(),
        from,
        BY_TIME,
        RenditionStyle.DEFAULT,
        limits,
        Care.EVERY_FRAME,
        true,
        0);
  }

  /** To follow what still comes. */
  static Job live(LiveSource source, Care care, boolean listens, MediaLimits limits) {
    return new Job(
        ENDLESS,
        source.declaredType(),
        0,
        BY_TIME,
        RenditionStyle.DEFAULT,
        limits,
        care,
        listens,
        0);
  }

  private static Job of(
      MediaSource source,
      double atSeconds,
      long frame,
      RenditionStyle style,
      MediaLimits limits,
      Care care) {
    return new Job(
        source.size(), source.declaredType(), atSeconds, frame, style, limits, care, false, 0);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(size);
      out.writeUTF(declaredType.length() > 200 ? declaredType.substring(0, 200) : declaredType);
      out.writeDouble(atSeconds);
      out.writeLong(frame);
      out.writeUTF(style.effect().name());
      out.writeDouble(style.strength());
      out.writeBoolean(style.grayscale());
      out.writeInt(style.longestSide());
      out.writeLong(limits.bytes());
      out.writeLong(limits.pictureBytes());
      out.writeLong(limits.pixels());
      out.writeLong(limits.frames());
      out.writeDouble(limits.seconds());
      out.writeInt(limits.strip());
      out.writeLong(limits.wall().toMillis());
      out.writeUTF(care.name());
      out.writeBoolean(listens);
      out.writeDouble(spacing);
    } catch (IOException e) {
      throw new AssertionError("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static Job decode(DataInputStream in) throws IOException {
    return new Job(
        in.readLong(),
        in.readUTF(),
        in.readDouble(),
        in.readLong(),
        new RenditionStyle(
            RenditionStyle.Effect.valueOf(in.readUTF()),
            in.readDouble(),
            in.readBoolean(),
            in.readInt()),
        new MediaLimits(
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readDouble(),
            in.readInt(),
            Duration.ofMillis(in.readLong())),
        Care.valueOf(in.readUTF()),
        in.readBoolean(),
        in.readDouble());
  }
}
