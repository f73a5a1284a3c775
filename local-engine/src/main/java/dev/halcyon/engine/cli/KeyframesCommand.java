package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./halcyon keyframes}: prints a video's keyframe strip as JSON lines, and on demand writes
 * its renditions, which are blurred and gray; a sharp picture is never written. Stateless.
 */
final class KeyframesCommand {
  private static final String USAGE =
      "keyframes VIDEO [--out DIR] [--fast] [--require-sandbox]\n"
          + "       ./halcyon keyframes --live FILE|- [--patience SECONDS] [--fast]"
          + " [--require-sandbox]";

  private static final Set<String> STAGES = Set.of("media.decode", "image.nsfw", "image.objects");

  private KeyframesCommand() {}

  /** Runs the command; returns whether the whole video was looked at. */
  static boolean run(List<String> arguments, InputStream in, OutputStream out, PrintStream err)
      throws IOException, InterruptedException {
    Options options =
        Options.read(
            arguments,
            Set.of("--require-sandbox", "--fast", "--live"),
            Set.of("--out", "--patience"),
            USAGE);
    if (options.operands().size() != 1) {
      throw options.wrong("One video is needed.");
    } else if (options.has("--live")) {
      return LiveKeyframes.run(options, in, new AnswerStream(out), err);
    } else if (options.value("--patience") != null) {
      throw options.wrong("--patience goes with --live.");
    }
    ContentFile.Media video = video(options.path(options.operands().getFirst()));
    @Nullable String target = options.value("--out");
    if (target == null) {
      return look(video, null, options, new AnswerStream(out), err);
    }
    try (PictureFolder folder = PictureFolder.open(options.path(target), options)) {
      return look(video, folder, options, new AnswerStream(out), err);
    }
  }

  private static ContentFile.Media video(Path file) {
    try {
      if (ContentFile.read(file) instanceof ContentFile.Media media) {
        return media;
      }
      throw new UserProblem("media.type", file + " is a text.", "Name a video; scan reads texts.");
    } catch (IOException e) {
      throw new UserProblem(
          "file.unreadable",
          file + " cannot be read: " + Reasons.of(e) + ".",
          "Check the name and who may read it.",
          e);
    }
  }

  private static boolean look(
      ContentFile.Media video,
      @Nullable PictureFolder folder,
      Options options,
      AnswerStream answers,
      PrintStream err)
      throws IOException {
    Runnable atEnd =
        () -> {
          answers.end();
          if (folder != null) {
            folder.close();
          }
        };
    try (Session session =
            new Session(picturesAlone(), null, null, options.has("--require-sandbox"), atEnd);
        Progress progress = new Progress(err, "videos")) {
      progress.total(1);
      ScanResult result =
          session.media(options.has("--fast") ? video.source().asTrusted() : video.source());
      MediaAnalysis analysis = analysis(result);
      List<EncodedPicture> renditions = analysis.renditions();
      for (Keyframe each : analysis.info().keyframes()) {
        if (folder != null) {
          folder.write(each.index(), renditions.get(each.index()));
        }
      }
      for (Keyframe each : analysis.info().keyframes()) {
        answers.json(line(each, analysis));
      }
      if (folder != null) {
        folder.done();
      }
      shortfalls(result, err);
      return Answers.assessedWhole(result);
    }
  }

  /** The newest policy without what listens or reads: the strip shows nothing of that. */
  private static ResolvedPolicy picturesAlone() {
    ResolvedPolicy all = PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast());
    return new ResolvedPolicy(
        all.ref(),
        all.title(),
        all.categories(),
        all.rules(),
        all.stages().stream().filter(each -> STAGES.contains(each.stage())).toList(),
        all.queues(),
        all.sla(),
        all.reviewHides(),
        all.unsupportedLanguage());
  }

  /**
   * What the worker made of the video.
   *
   * @throws UserProblem when it made nothing of it
   */
  private static MediaAnalysis analysis(ScanResult result) {
    MediaAnalysis analysis =
        result.media().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new UserProblem(
                        "media.time",
                        "The video was not looked at within the time allowed.",
                        "Cut it into parts."));
    @Nullable Problem problem = analysis.info().problem();
    if (analysis.info().keyframes().isEmpty()) {
      throw new UserProblem(
          problem != null
              ? problem
              : new Problem("media.sound", "The file holds sound and no pictures.", "Use scan."));
    }
    return analysis;
  }

  private static ObjectNode line(Keyframe frame, MediaAnalysis analysis) {
    ObjectNode line = Answers.object();
    int index = frame.index();
    line.put("frame", index).put("seconds", frame.atSeconds()).put("cut", frame.cut());
    analysis.sameAs(index).ifPresent(same -> line.put("same", same));
    if (analysis.poster().equals(OptionalInt.of(index))) {
      line.put("poster", true);
    }
    line.set("scores", Answers.scores(frame.scores()));
    return line;
  }

  private static void shortfalls(ScanResult result, PrintStream err) {
    for (Assessment each : result.assessments()) {
      if (each.status() != AssessmentStatus.OK || !each.note().isBlank()) {
        err.println("halcyon: " + each.stage() + ": " + Plain.line(each.note()));
      }
    }
  }
}
