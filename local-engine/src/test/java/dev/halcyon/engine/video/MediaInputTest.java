package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.testing.Clip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demuxer that wants more than its own bytes gets: nothing. */
class MediaInputTest {
  private record Text(byte[] bytes) implements ByteReader {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int n = Math.clamp(bytes.length - position, 0, length);
      System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, offset, n);
      return n;
    }
  }

  /**
   * Opens a list of parts with FFmpeg's own demuxer for such lists and counts who calls at its
   * address.
   */
  private static int callsWhenOpened(boolean refusing) throws Exception {
    av_log_set_level(AV_LOG_QUIET);
    AtomicInteger calls = new AtomicInteger();
    Thread listener;
    try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      listener = Thread.ofVirtual().start(() -> listen(trap, calls));
      String playlist =
          "ffconcat version 1.0\nfile 'http://127.0.0.1:" + trap.getLocalPort() + "/leak.mp4'\n";
      try (MediaInput input =
          new MediaInput(new Text(playlist.getBytes(StandardCharsets.US_ASCII)))) {
        AVFormatContext format = avformat_alloc_context();
        var original = format.io_open();
        input.attach(format);
        AVInputFormat demuxer = av_find_input_format("concat");
        AVDictionary options = MediaInput.options("concat,mov,mp4", "h264");
        MediaInput.set(options, "safe", "0");
        if (!refusing) {
          format.io_open(original);
          MediaInput.set(options, "protocol_whitelist", "http,tcp");
        }
        if (avformat_open_input(format, "", demuxer, options) >= 0) {
          avformat_close_input(format);
        }
      }
    }
    listener.join();
    return calls.get();
  }

  private static void listen(ServerSocket trap, AtomicInteger calls) {
    while (!trap.isClosed()) {
      try (Socket call = trap.accept()) {
        calls.incrementAndGet();
        call.getOutputStream().write("HTTP/1.1 404 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The trap was closed, or the caller hung up: both end one round.
        continue;
      }
    }
  }

  @Test
  void aPlaylistCallsNobodyThroughOurInputAndWouldWithoutIt() throws Exception {
    assertThat(callsWhenOpened(true)).as("with our input").isZero();
    assertThat(callsWhenOpened(false)).as("the same playlist without the refusal").isPositive();
  }

  /** Opens a list that names a file of this machine with FFmpeg's own demuxer for such lists. */
  private static boolean opensAFile(Path film, boolean refusing) throws Exception {
    String playlist = "ffconcat version 1.0\nfile '" + film + "'\n";
    try (MediaInput input =
        new MediaInput(new Text(playlist.getBytes(StandardCharsets.US_ASCII)))) {
      AVFormatContext format = avformat_alloc_context();
      var original = format.io_open();
      input.attach(format);
      AVDictionary options = MediaInput.options("concat,mpegts", "mpeg2video");
      MediaInput.set(options, "safe", "0");
      if (!refusing) {
        format.io_open(original);
        MediaInput.set(options, "protocol_whitelist", "file");
      }
      boolean opened =
          avformat_open_input(format, "", av_find_input_format("concat"), options) >= 0;
      if (opened) {
        avformat_close_input(format);
      }
      return opened;
    }
  }

  @Test
  void aPlaylistOpensNoFileOfTheMachineThroughOurInputAndWouldWithoutIt(@TempDir Path folder)
      throws Exception {
    Path film =
        Clip.of(64, 48, 25)
            .encoder("mpeg2video")
            .write(folder.resolve("film.ts"), 12, (i, rgb) -> rgb[i] = (byte) i);
    assertThat(opensAFile(film, true)).as("with our input").isFalse();
    assertThat(opensAFile(film, false)).as("the same playlist without the refusal").isTrue();
  }
}
