package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.pack.InstalledPack;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audio events with YAMNet, installed as a pack. */
class AudioEventsTest {
  private static final Set<String> SHOTS = Set.of("Gunshot, gunfire", "Machine gun", "Explosion");
  @TempDir private Path folder;

  private InstalledPack yamnet() throws Exception {
    PackMaker maker =
        PackMaker.of(
                "yamnet",
                "audio-events",
                Files.readAllBytes(SharedData.file("models/reference/yamnet_i8.onnx")))
            .file(
                "class_map.csv",
                Files.readAllBytes(SharedData.file("models/reference/yamnet_class_map.csv")))
            .tensor("inputs", "waveform", -1, 15_600)
            .tensor("outputs", "scores", -1, 521)
            .tensor("outputs", "embedding", -1, 1024);
    maker.manifest().put("labels", "class_map.csv").put("eightBitWeights", true);
    return new PackStore(folder.resolve("models"), Clock.systemUTC())
        .add(maker.zip(folder.resolve("yamnet.zip")), maker.sha256(), null);
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
    InstalledPack pack = yamnet();
    assertThat(pack.labels()).hasSize(521).contains("Child speech, kid speaking");
    try (AudioEvents events =
        new AudioEvents(pack.model(OnnxProviders.installed()), pack.labels())) {
      List<AudioEvents.Event> shots = heard(events, SharedData.file("media/sounds/DSSHOTGN.wav"));
      assertThat(shots).isNotEmpty().allMatch(each -> each.score() >= 0.3 && each.from() == 0);
      assertThat(heard(events, SharedData.file("media/speech/LDC93S1.wav"))).isEmpty();
    }
  }
}
