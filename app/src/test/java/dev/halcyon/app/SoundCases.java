package dev.halcyon.app;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.List;
import java.util.UUID;

/** Cases of sound, and what sounds look like and say, made by hand. */
public final class SoundCases {
  private static final int COLUMNS = 240;
  private static final int BANDS = 32;
  private static final ModelRef WHISPER = new ModelRef("whisper-tiny", "1", "ef", "cpu");

  /** Three sentences of which the second is a threat. */
  public static final List<SoundTrack.Said> SAID =
      List.of(
          new SoundTrack.Said(0.6, 3.1, "Good evening, this is about the meeting on Friday.", 0.9),
          new SoundTrack.Said(4.2, 7.4, "You know what happens to people who talk.", 0.8),
          new SoundTrack.Said(9, 11.5, "See you then.", 0.6));

  private SoundCases() {}

  /** A sound that swells and fades four times, with a louder pitch that climbs. */
  public static SoundTrack track(String mediaId, double seconds, List<SoundTrack.Said> said) {
    byte[] peaks = new byte[COLUMNS];
    byte[] levels = new byte[COLUMNS * BANDS];
    for (int column = 0; column < COLUMNS; column++) {
      double swell = Math.abs(Math.sin(Math.PI * 4 * column / COLUMNS));
      peaks[column] = (byte) Math.round(220 * swell);
      for (int band = 0; band < BANDS; band++) {
        double off = Math.abs(band - column * BANDS / (double) COLUMNS);
        levels[column * BANDS + band] = (byte) Math.round(swell * Math.max(30, 250 - 60 * off));
      }
    }
    return new SoundTrack(mediaId, seconds, seconds / COLUMNS, peaks, levels, true, "en", said, 0);
  }

  /** A voice message of twelve seconds with a threat and a shot. */
  public static LoadedCase audio() {
    UUID id = Cases.id(8);
    String mediaId = "e".repeat(64);
    MediaInfo info =
        new MediaInfo(
            mediaId,
            Modality.AUDIO,
            MediaState.READY,
            "audio/ogg",
            "audio/ogg",
            90_000,
            0,
            0,
            12,
            true,
            List.of(),
            null);
    CategoryScore threat = new CategoryScore(Category.VIOLENCE, 0.74, new Threshold(0.6, 0.9));
    Evidence said =
        new Evidence.Seconds(
            Category.VIOLENCE, 0.7, "model:text-linear", mediaId, 4.2, 7.4, "people who talk");
    Evidence shot =
        new Evidence.Seconds(
            Category.VIOLENCE, 0.25, "model:audio-events", mediaId, 8.1, 8.6, "Gunshot, gunfire");
    return Cases.loaded(
        Cases.summary(
            id,
            Priority.P1,
            Category.VIOLENCE,
            0.74,
            "en",
            "listen",
            List.of(Modality.TEXT, Modality.AUDIO),
            40),
        Cases.item(id, "en", "night owl", "listen", List.of(info), List.of()),
        List.of(
            assessment("sound.speech", threat, said),
            assessment("sound.events", new CategoryScore(Category.VIOLENCE, 0.25, null), shot)),
        Cases.rationale(
            Category.VIOLENCE,
            Cases.clause("V2", Category.VIOLENCE, "Praise of violence"),
            0.74,
            List.of(
                Cases.step(
                    1,
                    StepKind.SCORE_OVER_THRESHOLD,
                    Category.VIOLENCE,
                    "sound.speech",
                    threat,
                    "model:text-linear",
                    "",
                    List.of(said)),
                Cases.step(
                    2,
                    StepKind.SCORE_UNDER_THRESHOLD,
                    Category.VIOLENCE,
                    "sound.events",
                    new CategoryScore(Category.VIOLENCE, 0.25, null),
                    "model:audio-events",
                    "",
                    List.of(shot)))),
        List.of(),
        List.of(track(mediaId, 12, SAID)));
  }

  private static Assessment assessment(String stage, CategoryScore score, Evidence evidence) {
    return new Assessment(
        UUID.randomUUID(),
        Tier.CLASSIFIER,
        stage,
        AssessmentStatus.OK,
        "",
        Verdict.REVIEW,
        List.of(score),
        List.of(evidence),
        WHISPER,
        Cases.POLICY_1,
        "",
        Origin.SERVER,
        900,
        0,
        Cases.NOW);
  }
}
