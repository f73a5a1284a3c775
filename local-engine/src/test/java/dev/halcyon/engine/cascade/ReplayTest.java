package dev.halcyon.engine.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final ModelRef RAW = new ModelRef("nsfw", "1.0.0", "ab", "cpu");
  private static final String MINE = "mine@1+0123456789ab";

  private static Replay.Step step(ModelRef spoke, @Nullable String named) {
    ResolvedPolicy before = Scans.newest();
    ScanRequest request = Scans.text("", "en", before);
    Assessment said =
        new Assessment(
            UUID.randomUUID(),
            Tier.CLASSIFIER,
            "image.nsfw",
            AssessmentStatus.OK,
            "",
            Verdict.ALLOW,
            List.of(),
            List.of(),
            spoke,
            before.ref(),
            "",
            Origin.SERVER,
            1,
            0,
            Instant.EPOCH);
    return new Replay(request, List.of(said), before)
        .step(new StageSpec("image.nsfw", null, true, named));
  }

  @Test
  void scoresHoldUnderTheSameCalibrationAndUnderNoOther() {
    assertThat(step(RAW, null)).isInstanceOf(Replay.Step.Recall.class);
    assertThat(step(RAW.calibratedBy(MINE), MINE)).isInstanceOf(Replay.Step.Recall.class);
    assertThat(step(RAW, MINE)).isInstanceOf(Replay.Step.Missing.class);
    assertThat(step(RAW.calibratedBy(MINE), null)).isInstanceOf(Replay.Step.Missing.class);
    assertThat(step(RAW.calibratedBy(MINE), "mine@2+0123456789ab"))
        .isInstanceOf(Replay.Step.Missing.class);
  }
}
