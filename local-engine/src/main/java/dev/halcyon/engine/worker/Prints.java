package dev.halcyon.engine.worker;

import dev.halcyon.engine.fingerprint.Dihedral;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.PictureScan;
import dev.halcyon.engine.video.VideoPrints;
import dev.halcyon.protocol.Modality;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints over the pipe: how the worker makes and writes them, and the host's strict reading.
 * Confined to one thread.
 */
final class Prints {
  private static final int PRINT = 1 + 4 * Long.BYTES;

  private final List<MediaPrint.Frame> frames = new ArrayList<>();
  private final long mostFrames;
  private @Nullable MediaPrint whole;

  /** Collects on the host's side. */
  Prints(long mostFrames) {
    this.mostFrames = mostFrames;
  }

  /** Makes and sends the fingerprint of one file, on the worker's side. */
  static void serve(Pipe pipe, MediaType type, RemoteFile file, Job job, BooleanSupplier outOfTime)
      throws IOException {
    if (type.modality() == Modality.IMAGE && !PictureScan.isFilm(type, file, job.limits())) {
      Map<Dihedral, PdqFingerprint> variants =
          PdqHasher.variants(PictureScan.whole(type, file, job.limits()));
      ByteBuffer body = head(type, variants.size(), true);
      for (Dihedral way : Dihedral.values()) {
        put(body, variants.get(way));
      }
      pipe.send(Pipe.Kind.PRINTED, body.array());
      return;
    }
    boolean complete =
        VideoPrints.scan(
            type,
            file,
            job.limits(),
            job.atSeconds(),
            outOfTime,
            frame -> {
              ByteBuffer body = ByteBuffer.allocate(16 + PRINT);
              body.putLong(frame.number()).putDouble(frame.atSeconds());
              put(body, frame.print());
              pipe.send(Pipe.Kind.PRINT, body.array());
            });
    pipe.send(Pipe.Kind.PRINTED, head(type, 0, complete).array());
  }

  private static ByteBuffer head(MediaType type, int variants, boolean complete) {
    return ByteBuffer.allocate(3 + variants * PRINT)
        .put((byte) type.ordinal())
        .put((byte) variants)
        .put((byte) (complete ? 1 : 0));
  }

  /** A fingerprint as bytes. */
  static byte[] bytes(PdqFingerprint print) {
    ByteBuffer body = ByteBuffer.allocate(PRINT);
    put(body, print);
    return body.array();
  }

  private static void put(ByteBuffer body, PdqFingerprint print) {
    body.put((byte) print.quality());
    for (int i = 0; i < 4; i++) {
      body.putLong(print.hash().word(i));
    }
  }

  static PdqFingerprint print(DataInputStream in) throws IOException {
    int quality = in.readUnsignedByte();
    if (quality > 100) {
      throw new IOException("the worker sent a quality of " + quality);
    }
    return new PdqFingerprint(
        new PdqHash(in.readLong(), in.readLong(), in.readLong(), in.readLong()), quality);
  }

  /** Takes one frame on the host's side. */
  void frame(DataInputStream in) throws IOException {
    long number = in.readLong();
    double at = in.readDouble();
    long last = frames.isEmpty() ? -1 : frames.getLast().number();
    if (frames.size() >= mostFrames || number <= last || !(at >= 0 && at < 1e9)) {
      throw new IOException("the worker sent a frame that cannot be");
    }
    frames.add(new MediaPrint.Frame(number, at, print(in)));
  }

  /** Takes the end on the host's side. */
  void end(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int variants = in.readUnsignedByte();
    boolean complete = in.readUnsignedByte() != 0;
    if (type >= MediaType.values().length) {
      throw new IOException("the worker named a type that does not exist");
    }
    String mime = MediaType.values()[type].mime();
    if (variants == 0 && !frames.isEmpty()) {
      whole = new MediaPrint.Video(mime, frames, complete);
    } else if (variants == Dihedral.values().length && frames.isEmpty()) {
      Map<Dihedral, PdqFingerprint> all = new EnumMap<>(Dihedral.class);
      for (Dihedral way : Dihedral.values()) {
        all.put(way, print(in));
      }
      whole = new MediaPrint.Picture(mime, all);
    } else {
      throw new IOException("the worker sent neither a picture's nor a video's fingerprint");
    }
  }

  /** What came, or null before the end. */
  @Nullable MediaPrint whole() {
    return whole;
  }
}
