package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the host takes of a worker that a hostile file may have taken over. */
class PrintsTest {
  private static DataInputStream in(ByteBuffer body) {
    return new DataInputStream(new ByteArrayInputStream(body.array(), 0, body.position()));
  }

  private static DataInputStream frame(long number, double at, int quality) {
    return in(
        ByteBuffer.allocate(64)
            .putLong(number)
            .putDouble(at)
            .put((byte) quality)
            .putLong(1)
            .putLong(2)
            .putLong(3)
            .putLong(4));
  }

  private static DataInputStream end(int type, int variants) {
    ByteBuffer body = ByteBuffer.allocate(1024).put((byte) type).put((byte) variants).put((byte) 1);
    return in(body.put(new byte[33 * variants]));
  }

  @Test
  void framesInOrderMakeAVideo() throws IOException {
    Prints prints = new Prints(10);
    prints.frame(frame(0, 0, 100));
    prints.frame(frame(30, 1, 0));
    assertThat(prints.whole()).isNull();
    prints.end(end(5, 0));
    assertThat(prints.whole()).isInstanceOf(MediaPrint.Video.class);
    assertThat(((MediaPrint.Video) prints.whole()).frames()).hasSize(2);
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    Prints prints = new Prints(2);
    prints.frame(frame(3, 0, 100));
    assertThatThrownBy(() -> prints.frame(frame(3, 1, 100))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> prints.frame(frame(4, Double.NaN, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> prints.frame(frame(4, -1, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> prints.frame(frame(4, 1, 101))).isInstanceOf(IOException.class);
    prints.frame(frame(4, 1, 100));
    assertThatThrownBy(() -> prints.frame(frame(5, 2, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> prints.end(end(200, 0))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> prints.end(end(0, 8))).isInstanceOf(IOException.class);
    Prints none = new Prints(2);
    assertThatThrownBy(() -> none.end(end(5, 0))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> none.end(end(0, 7))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new Prints(1).frame(in(ByteBuffer.allocate(8).putInt(1))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void mutatedFilesGiveAFingerprintOrAProblemAndNothingElse()
      throws IOException, InterruptedException {
    Random random = new Random(5);
    try (MediaWorker worker =
        new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(20)))) {
      for (Path file :
          new Path[] {
            Path.of("src", "test", "resources", "pdq", "scene0-jpeg60.jpg"),
            Path.of("src", "test", "resources", "pdq", "scene2-small.png"),
            Path.of("..", "assets", "sample", "media", "slow-clap.gif"),
            Path.of("..", "assets", "sample", "media", "harbour-walk.mp4"),
          }) {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 12; i++) {
          byte[] bent =
              Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
          for (int n = 0; n < 20 && bent.length > 16; n++) {
            bent[12 + random.nextInt(bent.length - 12)] = (byte) random.nextInt();
          }
          try {
            MediaPrint print = worker.fingerprint(Sources.of("image/jpeg", bent), 1);
            assertThat(print.type()).isNotBlank();
          } catch (UserProblem e) {
            assertThat(e.code()).startsWith("media.");
            assertThat(e.remedy()).isNotBlank();
          }
        }
      }
      assertThatThrownBy(() -> worker.fingerprint(Sources.of("image/png", new byte[0]), 0))
          .isInstanceOf(UserProblem.class)
          .hasMessageContaining("empty");
      assertThatThrownBy(() -> worker.fingerprint(Sources.of("image/png", new byte[1]), -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
