package dev.halcyon.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files whose only purpose is to have their reader open something else. */
public final class LinkingFiles {
  private static final List<String> AROUND =
      List.of("moov", "trak", "mdia", "minf", "dinf", "dref", "edts");

  private LinkingFiles() {}

  /**
   * A file of each kind that FFmpeg has a demuxer for and that names another resource.
   *
   * @param target what is named: an address, a path, or one of FFmpeg's own ({@code pipe:0})
   */
  public static Map<String, byte[]> texts(String target) {
    Map<String, String> all = new LinkedHashMap<>();
    String head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:5\n";
    all.put("HLS", head + "#EXTINF:5,\n" + target + "\n#EXT-X-ENDLIST\n");
    all.put("HLS of lists", head + "#EXT-X-STREAM-INF:BANDWIDTH=9000\n" + target + "\n");
    all.put(
        "HLS with a key",
        head + "#EXT-X-KEY:METHOD=AES-128,URI=\"" + target + "\"\n#EXTINF:5,\n" + target + "\n");
    all.put(
        "HLS with a map", head + "#EXT-X-MAP:URI=\"" + target + "\"\n#EXTINF:5,\n" + target + "\n");
    all.put(
        "DASH",
        "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='static'"
            + " mediaPresentationDuration='PT5S'><Period><AdaptationSet mimeType='video/mp4'>"
            + "<Representation id='1' bandwidth='9000'><BaseURL>"
            + target
            + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
    all.put("concat", "ffconcat version 1.0\nfile '" + target + "'\nduration 5\n");
    all.put("concat without its first line", "file '" + target + "'\nfile '" + target + "'\n");
    all.put("concat protocol", "concat:" + target + "|" + target);
    all.put("subfile protocol", "subfile,,start,0,end,99,,:" + target);
    all.put("tee", "[f=mpegts]" + target + "|[f=mp4]" + target);
    all.put("data address", "data:text/plain;base64,aGVsbG8= " + target);
    all.put(
        "SDP",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns="
            + target
            + "\nc=IN IP4 127.0.0.1\nt=0 0\na=control:"
            + target
            + "\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
    all.put("RTSP", "RTSP/1.0 302 Moved\r\nLocation: " + target + "\r\n\r\n");
    all.put("ASX", "<asx version='3.0'><entry><ref href='" + target + "'/></entry></asx>");
    all.put("RAM", target + "\n");
    all.put("PLS", "[playlist]\nFile1=" + target + "\nNumberOfEntries=1\n");
    all.put("picture pattern", target + "%03d.png\n");
    all.put("SVG", "<svg xmlns='http://www.w3.org/2000/svg'><image href='" + target + "'/></svg>");
    all.put(
        "VobSub", "# VobSub index file, v7 (do not modify this line!)\n# " + target + "\nid: en\n");
    all.put("MicroDVD", "{1}{1}25\n{2}{50}" + target + "\n");
    all.put("SAMI", "<SAMI><BODY><SYNC Start=0><IMG SRC='" + target + "'></BODY></SAMI>");
    all.put("IMF", "<CompositionPlaylist><Asset>" + target + "</Asset></CompositionPlaylist>");
    all.put("AviSynth", "AVISource(\"" + target + "\")\n");
    all.put("VapourSynth", "import vapoursynth\nopen('" + target + "')\n");
    Map<String, byte[]> files = new LinkedHashMap<>();
    all.forEach((kind, text) -> files.put(kind, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  /** A QuickTime film whose pictures lie in another file, by an alias that states its path. */
  public static byte[] quickTimeAlias(byte[] mp4, String target) throws IOException {
    return rebuilt(mp4, alias(target));
  }

  /** The same by an address, in a file that calls itself ISO media. */
  public static byte[] isoAddress(byte[] mp4, String target) throws IOException {
    byte[] text = (target + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(12 + text.length);
    body.putInt(12 + text.length).put(ascii("url ")).putInt(0).put(text);
    return rebuilt(mp4, body.array());
  }

  /** A QuickTime film of reference: a movie box that names the film to be played instead. */
  public static byte[] quickTimeReference(String target) throws IOException {
    byte[] text = (target + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.allocate(12 + text.length);
    data.putInt(0).put(ascii("url ")).putInt(text.length).put(text);
    byte[] reference = box("rdrf", data.array());
    return joined(
        box("ftyp", ascii("qt  \0\0\2\0qt  ")), box("moov", box("rmra", box("rmda", reference))));
  }

  /** A Matroska film that says that another one comes before and after it. */
  public static byte[] matroskaLinks(byte[] matroska, String target) {
    // SegmentFilename, PrevFilename, NextFilename (RFC 9559, section 5.1.2) in front of the title's
    // place: an element Void of the muxer gives the room.
    byte[] file = matroska.clone();
    int at = indexOf(file, new byte[] {(byte) 0xec}, 40);
    byte[] name = target.getBytes(StandardCharsets.UTF_8);
    byte[] next = element(new byte[] {0x3e, (byte) 0x83, (byte) 0xbb}, name);
    byte[] previous = element(new byte[] {0x3c, (byte) 0x83, (byte) 0xab}, name);
    byte[] info = element(new byte[] {0x15, 0x49, (byte) 0xa9, 0x66}, joined(next, previous));
    if (at > 0 && at + info.length < file.length) {
      System.arraycopy(info, 0, file, at, info.length);
    }
    return file;
  }

  private static byte[] element(byte[] id, byte[] body) {
    byte[] size = {(byte) (0x40 | body.length >> 8), (byte) body.length};
    return joined(id, size, body);
  }

  /** Replaces the entry of the data reference box; the sizes of the boxes around it follow. */
  private static byte[] rebuilt(byte[] bytes, byte[] entry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.remaining() >= 8) {
      int size = in.getInt();
      byte[] type = new byte[4];
      in.get(type);
      String name = new String(type, StandardCharsets.ISO_8859_1);
      byte[] body = new byte[size < 8 ? in.remaining() : size - 8];
      in.get(body);
      if (name.equals("dref")) {
        body = joined(Arrays.copyOf(body, 8), entry);
      } else if (AROUND.contains(name)) {
        body = rebuilt(body, entry);
      }
      out.write(box(name, body));
    }
    return out.toByteArray();
  }

  /** An alias record (Inside Macintosh: Files, version 2) with an absolute path. */
  private static byte[] alias(String target) throws IOException {
    byte[] path = target.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0);
    out.write(new byte[10]);
    out.write(pascal("disk", 27));
    out.write(new byte[12]);
    out.write(pascal("film.mov", 63));
    out.write(new byte[16]);
    out.writeShort(1);
    out.writeShort(1);
    out.write(new byte[16]);
    out.writeShort(2);
    out.writeShort(path.length);
    out.write(path);
    out.write(new byte[path.length % 2]);
    out.writeShort(-1);
    out.writeShort(0);
    out.write(new byte[64]);
    return box("alis", bytes.toByteArray());
  }

  private static byte[] pascal(String text, int room) {
    byte[] out = new byte[room + 1];
    out[0] = (byte) text.length();
    System.arraycopy(ascii(text), 0, out, 1, text.length());
    return out;
  }

  private static byte[] box(String type, byte[] body) {
    return ByteBuffer.allocate(8 + body.length)
        .putInt(8 + body.length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(body)
        .array();
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /** All of them, one behind the other. */
  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
