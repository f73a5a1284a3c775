package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The films of the sample feed, whose cuts their generator wrote down. */
class SampleFilmsTest {
  @Test
  void theStripsOfTheSampleFilmsShowTheirCutsAndFlashesAndNoOthers() throws Exception {
    JsonNode films = new ObjectMapper().readTree(Assets.bytes("sample/media/cuts.json"));
    try (MediaWorker worker =
        new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(120)))) {
      for (var film : films.properties()) {
        MediaInfo info =
            worker
                .decode(Sources.of("video/mp4", Assets.bytes("sample/media/" + film.getKey())))
                .info();
        List<Integer> expected = new ArrayList<>();
        film.getValue().get("hardCuts").forEach(cut -> expected.add(cut.get("frame").asInt()));
        film.getValue().get("flashes").forEach(cut -> expected.add(cut.get("frame").asInt()));
        double fps = film.getValue().get("fps").asDouble();
        List<Integer> found =
            info.keyframes().stream()
                .filter(Keyframe::cut)
                .map(each -> (int) Math.round(each.atSeconds() * fps))
                .toList();
        assertThat(found).as(film.getKey()).containsExactlyElementsOf(expected);
        assertThat(info.hasSound()).isEqualTo(film.getValue().get("sound").asBoolean());
      }
    }
  }
}
