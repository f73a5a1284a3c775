package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audio events with a model that an operator installed. */
class AudioEventsTest {
  private static final Set<String> SHOTS = Set.of("Gunshot, gunfire", "Machine gun", "Explosion");
  @TempDir private Path folder;

  private String pack() throws Exception {
    Path model = SharedData.file("models/reference/yamnet_i8.onnx");
    Files.copy(model, folder.resolve("model.onnx"));
    Files.copy(
        SharedData.file("models/reference/yamnet_class_map.csv"), folder.resolve("class_map.csv"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model));
    return HexFormat.of().formatHex(hash);
  }

  private static List<AudioEvents.Event> heard(AudioEvents events, Path file) throws Exception {
    try (MediaWorker worker = new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(1)))) {
      AudioEvents.Listener listener = events.listener(SHOTS);
      worker.listen(
          Sources.of("audio/wav", Files.readAllBytes(file)), listener, Duration.ofMinutes(1));
      return listener.finish();
    }
  }

  @Test
  void shotsAreHeardAndSpeechIsNone() throws Exception {
    try (AudioEvents events = AudioEvents.open(folder, pack())) {
      List<AudioEvents.Event> shots = heard(events, SharedData.file("media/sounds/DSSHOTGN.wav"));
      assertThat(shots).isNotEmpty().allMatch(each -> each.score() >= 0.3 && each.from() == 0);
      assertThat(heard(events, SharedData.file("media/speech/LDC93S1.wav"))).isEmpty();
    }
  }

  @Test
  void aModelThatWasNotPinnedIsRefused() throws Exception {
    pack();
    for (String pinned : List.of("", "0".repeat(64))) {
      assertThatThrownBy(() -> AudioEvents.open(folder, pinned))
          .isInstanceOfSatisfying(
              UserProblem.class, e -> assertThat(e.problem().code()).isEqualTo("model.damaged"));
    }
  }

  @Test
  void aFolderWithoutTheFilesIsNamedInTheProblem() {
    assertThatThrownBy(() -> AudioEvents.open(folder, "0".repeat(64)))
        .isInstanceOfSatisfying(
            UserProblem.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("model.missing");
              assertThat(e.problem().message()).contains("model.onnx");
            });
  }

  @Test
  void withoutAModelThereIsNone() {
    assertThat(AudioEvents.installed()).isEmpty();
  }
}
