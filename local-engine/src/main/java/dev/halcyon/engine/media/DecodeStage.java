package dev.halcyon.engine.media;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code media.decode}: has the worker look at each media part, so that later stages find frames
 * and the desk finds renditions. Safe for any thread.
 */
final class DecodeStage implements Stage {
  private static final ModelRef DECODER = new ModelRef("media-worker", "ffmpeg-8.0.1", "", "cpu");

  private final MediaWorker worker;

  DecodeStage(MediaWorker worker) {
    this.worker = worker;
  }

  @Override
  public String name() {
    return "media.decode";
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return !context.request().media().isEmpty();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    List<String> notes = new ArrayList<>();
    AssessmentStatus status = AssessmentStatus.OK;
    for (MediaSource source : context.request().media()) {
      DecodedMedia decoded = worker.decode(source);
      context.decoded().add(decoded);
      context.analyses().add(analysis(decoded));
      MediaInfo info = decoded.info();
      @Nullable Problem problem = info.problem();
      if (problem != null) {
        notes.add(problem.code() + ": " + problem.message());
      }
      if (info.state() == MediaState.FAILED) {
        status = AssessmentStatus.FAILED;
      } else if (info.kind() == Modality.AUDIO && !SpeechStage.listens(context)) {
        notes.add("media.sound: sound was not listened to");
        status = status == AssessmentStatus.OK ? AssessmentStatus.NOT_SUPPORTED : status;
      }
    }
    // What was seen only in part was not seen: a person looks.
    return new StageOutcome(
        status,
        String.join(" ", notes),
        notes.isEmpty() ? Verdict.ALLOW : Verdict.REVIEW,
        List.of(),
        List.of(),
        DECODER,
        InputHash.of(context.request().media().stream().map(MediaSource::mediaId).toList()));
  }

  private static MediaAnalysis analysis(DecodedMedia decoded) {
    List<EncodedPicture> renditions =
        decoded.frames().stream().map(DecodedMedia.Frame::rendition).toList();
    List<PdqFingerprint> prints = decoded.frames().stream().map(DecodedMedia.Frame::print).toList();
    return new MediaAnalysis(decoded.info(), renditions).withPrints(prints);
  }
}
