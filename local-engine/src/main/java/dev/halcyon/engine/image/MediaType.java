package dev.halcyon.engine.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.halcyon.protocol.Modality;
import java.util.Optional;

/**
 * The kinds of file the worker opens, told from their first bytes alone. What is not listed is not
 * opened: no playlist, no script, no vector drawing, no container that names other files.
 */
public enum MediaType {
  JPEG("image/jpeg", Modality.IMAGE, "mjpeg"),
  PNG("image/png", Modality.IMAGE, "png"),
  WEBP("image/webp", Modality.IMAGE, "webp"),
  GIF("image/gif", Modality.IMAGE, "gif"),
  BMP("image/bmp", Modality.IMAGE, "bmp"),
  AVIF("image/avif", Modality.IMAGE, "mov"),
  MP4("video/mp4", Modality.VIDEO, "mov"),
  QUICKTIME("video/quicktime", Modality.VIDEO, "mov"),
  MATROSKA("video/x-matroska", Modality.VIDEO, "matroska"),
  WEBM("video/webm", Modality.VIDEO, "matroska"),
  AVI("video/x-msvideo", Modality.VIDEO, "avi"),
  MPEG_TS("video/mp2t", Modality.VIDEO, "mpegts"),
  MPEG_PS("video/mpeg", Modality.VIDEO, "mpeg"),
  FLV("video/x-flv", Modality.VIDEO, "flv"),
  OGG("video/ogg", Modality.VIDEO, "ogg"),
  WAV("audio/wav", Modality.AUDIO, "wav"),
  FLAC("audio/flac", Modality.AUDIO, "flac"),
  MP3("audio/mpeg", Modality.AUDIO, "mp3"),
  AAC("audio/aac", Modality.AUDIO, "aac"),
  AMR("audio/amr", Modality.AUDIO, "amr");

  /** Bytes that {@link #sniff} wants to see. */
  public static final int HEAD = 4096;

  private final String mime;
  private final Modality modality;
  private final String reader;

  MediaType(String mime, Modality modality, String reader) {
    this.mime = mime;
    this.modality = modality;
    this.reader = reader;
  }

  public String mime() {
    return mime;
  }

  public Modality modality() {
    return modality;
  }

  /** FFmpeg's name for the one decoder (pictures) or demuxer (others) that may read it. */
  public String reader() {
    return reader;
  }

  /** FFmpeg's name for the one demuxer that may read it frame by frame. */
  public String filmReader() {
    return this == PNG ? "apng" : reader;
  }

  /** The type whose signature the bytes carry, or empty. */
  public static Optional<MediaType> sniff(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, HEAD), ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    } else if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    } else if (text.startsWith("RIFF") && text.length() >= 12) {
      return riff(text.substring(8, 12));
    } else if (isBmp(head)) {
      return Optional.of(BMP);
    } else if (text.length() >= 12 && text.startsWith("ftyp", 4)) {
      return isoBrand(text.substring(8, 12), brands(head, text));
    } else if (startsWithMovieBox(text)) {
      return Optional.of(QUICKTIME);
    } else if (text.startsWith("\u001aE\u00df\u00a3")) {
      return Optional.of(text.contains("webm") ? WEBM : MATROSKA);
    }
    return streams(head, text);
  }

  private static Optional<MediaType> riff(String form) {
    return switch (form) {
      case "WEBP" -> Optional.of(WEBP);
      case "AVI " -> Optional.of(AVI);
      case "WAVE" -> Optional.of(WAV);
      default -> Optional.empty();
    };
  }

  /** All brands that the file's first box names. */
  private static String brands(byte[] head, String text) {
    long length = new Bytes(head).u32be(0);
    return text.substring(8, (int) Math.clamp(length, 8, text.length()));
  }

  private static Optional<MediaType> isoBrand(String brand, String brands) {
    return switch (brand) {
      case "qt  " -> Optional.of(QUICKTIME);
      case "avif", "avis" -> Optional.of(AVIF);
      // Still pictures in the same box format; only AVIF's coding has a decoder here.
      case "mif1", "msf1" -> brands.contains("avif") ? Optional.of(AVIF) : Optional.empty();
      case "heic", "heix", "crx ", "jxl " -> Optional.empty();
      default -> Optional.of(MP4);
    };
  }

  private static boolean startsWithMovieBox(String text) {
    if (text.length() < 12) {
      return false;
    }
    return switch (text.substring(4, 8)) {
      case "moov", "mdat", "wide", "free", "skip", "pnot" -> true;
      default -> false;
    };
  }

  private static boolean isBmp(byte[] head) {
    // "BM" alone is two letters of text; the header's fixed fields make it a bitmap.
    return head.length >= 26
        && head[0] == 'B'
        && head[1] == 'M'
        && head[6] == 0
        && head[7] == 0
        && head[8] == 0
        && head[9] == 0
        && head[15] == 0
        && head[16] == 0
        && head[17] == 0;
  }

  private static Optional<MediaType> streams(byte[] head, String text) {
    if (text.startsWith("FLV\u0001")) {
      return Optional.of(FLV);
    } else if (text.startsWith("OggS\u0000")) {
      return Optional.of(OGG);
    } else if (text.startsWith("fLaC")) {
      return Optional.of(FLAC);
    } else if (text.startsWith("\u0000\u0000\u0001\u00ba")) {
      return Optional.of(MPEG_PS);
    } else if (isTransportStream(head)) {
      return Optional.of(MPEG_TS);
    } else if (text.startsWith("ID3") || isMp3Frame(head)) {
      return Optional.of(MP3);
    } else if (isAacFrame(head)) {
      return Optional.of(AAC);
    } else if (text.startsWith("#!AMR\n") || text.startsWith("#!AMR-WB\n")) {
      return Optional.of(AMR);
    }
    return Optional.empty();
  }

  private static boolean isTransportStream(byte[] head) {
    if (head.length < 188 * 3) {
      return false;
    }
    for (int i = 0; i + 188 <= head.length; i += 188) {
      if (head[i] != 0x47) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMp3Frame(byte[] head) {
    // Sync word, a layer, a bit rate and a sampling rate that exist.
    return head.length > 4
        && (head[0] & 0xff) == 0xff
        && (head[1] & 0xe0) == 0xe0
        && (head[1] & 0x06) == 0x02
        && (head[2] & 0xf0) != 0xf0
        && (head[2] & 0xf0) != 0
        && (head[2] & 0x0c) != 0x0c;
  }

  private static boolean isAacFrame(byte[] head) {
    // ADTS: sync word, layer 0, a sampling rate that exists, and a frame no shorter than its head.
    return head.length > 6
        && (head[0] & 0xff) == 0xff
        && (head[1] & 0xf6) == 0xf0
        && (head[2] & 0x3c) >> 2 < 13
        && ((head[3] & 3) << 11 | (head[4] & 0xff) << 3 | (head[5] & 0xe0) >> 5) > 7;
  }
}
