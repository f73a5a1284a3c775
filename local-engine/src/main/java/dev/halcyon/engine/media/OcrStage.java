package dev.halcyon.engine.media;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.ocr.PictureReader;
import dev.halcyon.engine.ocr.PictureText;
import dev.halcyon.engine.ocr.TextModels;
import dev.halcyon.engine.text.TextTiers;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Tier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.ocr}: reads the text in each picture, and in the keyframes of a video that differ
 * from each other, and has the text stages that the policy lists judge it; evidence is where the
 * words stand. Safe for any thread.
 */
final class OcrStage implements Stage {
  /** A frame takes as long as it does to find and to read its lines; a film has many frames. */
  static final int MOST_FRAMES = 24;

  /** The longer side of a frame that is read; a picture may be finer. */
  private static final int FRAME_SIDE = 1280;

  private final MediaWorker worker;
  private final TextModels models;
  private final TextTiers tiers;

  OcrStage(MediaWorker worker, TextModels models, TextTiers tiers) {
    this.worker = worker;
    this.models = models;
    this.tiers = tiers;
  }

  @Override
  public String name() {
    return "image.ocr";
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.decoded().stream().anyMatch(each -> !each.frames().isEmpty());
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    PictureReader reader = models.reader();
    InputHash hash = new InputHash();
    FoundText found = new FoundText();
    // One caption over a hundred frames is judged once.
    Map<String, TextTiers.Reading> judged = new HashMap<>();
    for (int m = 0; m < context.decoded().size(); m++) {
      DecodedMedia decoded = context.decoded().get(m);
      boolean still = decoded.info().kind() == Modality.IMAGE;
      List<Integer> frames = DifferentFrames.of(decoded.frames(), MOST_FRAMES, found::leftOut);
      for (int frame : frames) {
        Pixels pixels =
            pixels(context.request().media().get(m), decoded.info().keyframes().get(frame), still);
        hash.add(pixels.bytes());
        PictureText text = reader.read(pixels);
        found.unread(text.unread());
        if (text.text().isEmpty()) {
          continue;
        }
        Keyframe keyframe = decoded.info().keyframes().get(frame);
        context
            .observations()
            .add(
                new Observation(
                    Observation.Kind.WORDS,
                    text.text(),
                    1,
                    decoded.info().mediaId(),
                    keyframe.index(),
                    keyframe.atSeconds(),
                    Optional.empty()));
        TextTiers.@Nullable Reading reading = judged.get(text.text());
        if (reading == null) {
          reading = tiers.read(context, text.text());
          judged.put(text.text(), reading);
        }
        found.add(m, decoded.info().mediaId(), still ? null : frame, text, reading);
      }
    }
    found.noteOn(context);
    return new StageOutcome(
        AssessmentStatus.OK,
        found.note(),
        found.floor(),
        found.scores(),
        found.evidence(),
        reader.model(),
        hash.hex());
  }

  private Pixels pixels(MediaSource source, Keyframe keyframe, boolean still)
      throws InterruptedException {
    return worker.pixels(
        source, keyframe.atSeconds(), still ? PictureReader.LONGEST_SIDE : FRAME_SIDE);
  }
}
