package dev.halcyon.engine.judge;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.JpegEncoder;
import dev.halcyon.protocol.ContextMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An item as it is laid before a judge: its texts, masked and cleaned, and pictures of what is seen
 * in it, made from the worker's tensors and never from the original bytes. Immutable.
 *
 * @param parts the item's own text first
 * @param pictures at most eight, of frames that differ
 */
record JudgeItem(List<Part> parts, List<Picture> pictures) {
  private static final int MOST_TEXT = 12_000;
  private static final int MOST_SPEECH = 6_000;
  private static final int MOST_MESSAGE = 1_000;
  private static final int MOST_MESSAGES = 6;
  private static final int MOST_READ = 16;
  private static final int MOST_PICTURES = 8;
  private static final int SIDE = 300;

  JudgeItem {
    parts = List.copyOf(parts);
    pictures = List.copyOf(pictures);
  }

  /** Where a text comes from. */
  enum Kind {
    TEXT,
    PICTURE_WORDS,
    SPEECH,
    CONVERSATION
  }

  /** From which unit of a transcript on something was said at which seconds. */
  record Moment(int start, double from, double to) {}

  /**
   * One text of an item.
   *
   * @param label what the judge is told it is
   * @param frame place in the strip
   * @param moments of a transcript, by place; empty for other texts
   */
  record Part(
      Kind kind,
      String label,
      EvidenceText text,
      String mediaId,
      int frame,
      double atSeconds,
      List<Moment> moments) {}

  /** One picture, with what the judge is told it is. */
  record Picture(String label, EncodedPicture picture) {}

  /** Whether some of it is missing, so that nobody may say the whole is harmless. */
  boolean cut() {
    return parts.stream().anyMatch(part -> part.kind() != Kind.CONVERSATION && part.text().cut());
  }

  /** What in any of its texts looks like an attempt to steer a model. */
  Set<InjectionMark> marks() {
    EnumSet<InjectionMark> marks = EnumSet.noneOf(InjectionMark.class);
    parts.forEach(part -> marks.addAll(part.text().marks()));
    return marks;
  }

  /** Lays out what the stages before found. */
  static JudgeItem of(ScanContext context) throws InterruptedException {
    ScanRequest request = context.request();
    List<Part> parts = new ArrayList<>();
    if (!request.text().isBlank()) {
      parts.add(part(context, Kind.TEXT, "text of the item", request.text(), MOST_TEXT));
    }
    for (Observation seen : context.observations()) {
      if (seen.kind() == Observation.Kind.WORDS && parts.size() <= MOST_READ) {
        String label = "words read in a picture of the item";
        EvidenceText text =
            EvidenceText.of(seen.value(), request.region(), context.language(), MOST_MESSAGE);
        parts.add(
            new Part(
                Kind.PICTURE_WORDS,
                label,
                text,
                seen.mediaId(),
                seen.frame(),
                seen.atSeconds(),
                List.of()));
      }
    }
    for (MediaAnalysis analysis : context.analyses()) {
      if (analysis.transcript().isPresent() && !analysis.transcript().get().segments().isEmpty()) {
        parts.add(spoken(context, analysis.info().mediaId(), analysis.transcript().get()));
      }
    }
    conversation(context, parts);
    return new JudgeItem(parts, pictures(context));
  }

  private static Part part(ScanContext context, Kind kind, String label, String text, int most)
      throws InterruptedException {
    EvidenceText shown =
        EvidenceText.of(text, context.request().region(), context.language(), most);
    return new Part(kind, label, shown, "", 0, 0, List.of());
  }

  private static Part spoken(ScanContext context, String mediaId, Transcript transcript)
      throws InterruptedException {
    StringBuilder said = new StringBuilder();
    List<Moment> moments = new ArrayList<>();
    for (Transcript.Segment segment : transcript.segments()) {
      moments.add(new Moment(said.length(), segment.from(), segment.to()));
      said.append(segment.text()).append(' ');
    }
    EvidenceText text =
        EvidenceText.of(
            said.toString(), context.request().region(), transcript.language(), MOST_SPEECH);
    return new Part(Kind.SPEECH, "what is said in the item", text, mediaId, 0, 0, moments);
  }

  private static void conversation(ScanContext context, List<Part> parts)
      throws InterruptedException {
    List<ContextMessage> messages = context.request().conversation();
    Map<String, Integer> speakers = new HashMap<>();
    speakers.put(context.request().author().id(), 1);
    for (ContextMessage message :
        messages.subList(Math.max(0, messages.size() - MOST_MESSAGES), messages.size())) {
      // Names are personal data; who is who is told by numbers.
      int speaker = speakers.computeIfAbsent(message.authorId(), id -> speakers.size() + 1);
      String who = speaker == 1 ? "the item's author" : "person " + speaker;
      parts.add(
          part(
              context,
              Kind.CONVERSATION,
              "conversation before the item, by " + who,
              message.text(),
              MOST_MESSAGE));
    }
  }

  private static List<Picture> pictures(ScanContext context) {
    List<Picture> all = new ArrayList<>();
    for (DecodedMedia media : context.decoded()) {
      List<DecodedMedia.Frame> seen = new ArrayList<>();
      for (int i = 0; i < media.frames().size(); i++) {
        DecodedMedia.Frame frame = media.frames().get(i);
        // Identity: keyframes that look the same share one object.
        if (seen.stream().noneMatch(each -> each == frame)) {
          seen.add(frame);
          String label = media.frames().size() > 1 ? "keyframe " + (i + 1) : "picture";
          Pixels pixels = new Pixels(SIDE, SIDE, 3, frame.rgb300());
          all.add(new Picture(label + " of the item", JpegEncoder.encode(pixels)));
        }
      }
    }
    if (all.size() <= MOST_PICTURES) {
      return all;
    }
    List<Picture> thinned = new ArrayList<>();
    for (int i = 0; i < MOST_PICTURES; i++) {
      thinned.add(all.get(i * all.size() / MOST_PICTURES));
    }
    return thinned;
  }
}
