package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javafx.animation.AnimationTimer;
import javafx.scene.input.KeyCode;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a recording at the platform to what a loudspeaker would have played, and to the seconds of
 * sound in the person's own ledger at the real server.
 */
class SoundJourneyTest {
  private static final String WORDS = "h-23ad5abab4c0";
  private static final int SECONDS = 30;
  private static final int RATE = 16_000;

  /**
   * What the ledger may be off in all, beside what the screen itself was late: sound begins twice
   * and ends twice here, and each is seen in the frame after it.
   */
  private static final long TOLERANCE_MILLIS = 100;

  @TempDir Path folder;

  /** The longest time between two frames of the screen since the last question. */
  private static final class Frames extends AnimationTimer {
    private long before;
    private long longest;

    @Override
    public void handle(long now) {
      long at = System.nanoTime();
      longest = before == 0 ? longest : Math.max(longest, at - before);
      before = at;
    }

    long longestMillis() {
      return longest / 1_000_000;
    }
  }

  @Test
  void whatTheLinePlayedIsWhatTheLedgerHoldsAndMuteAndAnotherCaseEndIt() throws IOException {
    RecordingMixers.use();
    try (ServerProcess server = People.server(folder);
        SampleHarbor harbor = new SampleHarbor(server);
        SyncClient ana = new SyncClient(server.url())) {
      UUID tone = harbor.caseOf("tone", SampleHarbor.sample(WORDS), "audio/wav", wave(SECONDS));
      UUID other = harbor.texts(1).getFirst();
      ana.signIn(People.ANA, People.PASSWORD);
      long played;
      long late;
      try (Workbench bench =
          Workbench.signedIn(
              folder.resolve("sound"),
              Workbench.QUICK_UNDO,
              server.url(),
              People.ANA,
              People.PASSWORD)) {
        bench.open(tone);
        bench.awaitText("sound is offered, muted", Workbench.WORDS.say("sound.muted"));
        assertThat(RecordingMixers.lines()).as("nothing plays by itself").isEmpty();
        Frames frames =
            bench.fx(
                () -> {
                  Frames watching = new Frames();
                  watching.start();
                  return watching;
                });

        RecordingLine first = heard(bench, 1, 2_000);
        bench.keepPicture("sound-heard");
        bench.press(KeyCode.M);
        long afterMute = first.heardMillis();
        bench.awaitText("muted again", Workbench.WORDS.say("sound.muted"));
        Await.until("the line is closed", () -> !first.isOpen());
        assertThat(first.heardMillis()).as("silent from the key on").isEqualTo(afterMute);
        assertThat(loudest(first.heard())).as("the tone, softened").isBetween(500, 12_000);

        RecordingLine second = heard(bench, 2, 1_000);
        bench.press(KeyCode.SPACE);
        bench.awaitNoText("the sound of the case before", Workbench.WORDS.say("sound.muted"));
        Await.until("the line is closed with its case", () -> !second.isOpen());
        long afterCase = second.heardMillis();
        bench.awaitTrue("another case is there", () -> bench.canClick("Allow"));
        assertThat(second.heardMillis()).isEqualTo(afterCase);
        assertThat(RecordingMixers.lines()).as("the next case is silent").hasSize(2);
        played = afterMute + afterCase;
        late =
            bench.fx(
                () -> {
                  frames.stop();
                  return frames.longestMillis();
                });
      }
      List<ExposureShare> bands = ana.ownExposure(ZoneId.systemDefault()).today().bands();
      long counted =
          bands.stream()
              .map(band -> Optional.ofNullable(band.millis().get(ExposureKind.SOUND)))
              .flatMap(Optional::stream)
              .mapToLong(Long::longValue)
              .sum();
      assertThat(counted)
          .as(
              "milliseconds of sound at the server; the line played %d, the screen was %d late",
              played, late)
          .isBetween(played - TOLERANCE_MILLIS - 4 * late, played + TOLERANCE_MILLIS + 4 * late);
      Stored.check(
          server,
          stored -> {
            Map<String, Object> read =
                stored.row("select count(*) as reads from reveal where case_id = ?", tone);
            assertThat(((Number) read.get("reads")).intValue())
                .as("each time asked for")
                .isPositive();
            assertThat(
                    stored.row(
                        "select count(*) as reads from reveal where case_id = ? and purpose <>"
                            + " 'PLAY'",
                        tone))
                .containsEntry("reads", 0L);
          });
      assertThat(other).isNotEqualTo(tone);
    }
  }

  /** Asks for sound by its key and waits until so much of it was heard. */
  private static RecordingLine heard(Workbench bench, int lines, long millis) {
    bench.press(KeyCode.M);
    Await.until("a line is opened", () -> RecordingMixers.lines().size() == lines);
    RecordingLine line = RecordingMixers.lines().getLast();
    bench.awaitText("it says that it is heard", "Heard at ");
    Await.until("some of it is heard", () -> line.heardMillis() >= millis);
    return line;
  }

  private static int loudest(byte[] pcm) {
    ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    int most = 0;
    while (samples.remaining() >= Short.BYTES) {
      most = Math.max(most, Math.abs(samples.getShort()));
    }
    return most;
  }

  /** A tone of 440 Hz, at half of full loudness. */
  private static byte[] wave(int seconds) throws IOException {
    ByteBuffer pcm =
        ByteBuffer.allocate(seconds * RATE * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < seconds * RATE; i++) {
      pcm.putShort((short) (16_000 * Math.sin(2 * Math.PI * 440 * i / RATE)));
    }
    AudioFormat format = new AudioFormat(RATE, Short.SIZE, 1, true, false);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, (long) seconds * RATE),
        AudioFileFormat.Type.WAVE,
        file);
    return file.toByteArray();
  }
}
