package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Assesses files, one answer each, in order. Confined to one thread; the judging is not. */
final class FileScan {
  /** Few, for the frames of a film wait in memory until all were scored. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);

  private final Session session;
  private final AnswerStream answers;
  private final Progress progress;
  private final boolean json;

  FileScan(Session session, AnswerStream answers, Progress progress, boolean json) {
    this.session = session;
    this.answers = answers;
    this.progress = progress;
    this.json = json;
  }

  void run(List<FileList.Entry> files) throws IOException, InterruptedException {
    progress.total(files.size());
    try (OrderedWork<Answer> work = new OrderedWork<>(AT_ONCE, this::write)) {
      for (FileList.Entry each : files) {
        work.add(() -> answer(each));
      }
      work.finish();
    }
  }

  private void write(Answer answer) throws IOException {
    if (json) {
      answers.json(answer.json());
    } else {
      answers.text(Block.of(answer.json()));
    }
    progress.one(answer.failed());
  }

  private Answer answer(FileList.Entry file) {
    ObjectNode answer = Answers.object().put("file", file.path().toString());
    try {
      if (file.unreadable() != null) {
        throw file.unreadable();
      }
      return switch (ContentFile.read(file.path())) {
        case ContentFile.Text text -> text(answer, text);
        case ContentFile.Media media -> media(answer, media);
      };
    } catch (IOException e) {
      return Answer.failed(
          answer,
          new Problem(
              "file.unreadable",
              "This cannot be read: " + Reasons.of(e) + ".",
              "Check the name and who may read it."));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return Answer.failed(answer, e);
    }
  }

  private Answer text(ObjectNode answer, ContentFile.Text file) {
    answer.put("kind", "text").put("sha256", file.sha256());
    ScanResult result = session.text(file.text(), null);
    Answers.add(answer, result, file.text());
    return new Answer(answer, !Answers.assessedWhole(result));
  }

  private Answer media(ObjectNode answer, ContentFile.Media file) {
    ScanResult result = session.media(file.source());
    String kind =
        result.media().stream()
            .findFirst()
            .map(MediaAnalysis::info)
            .map(MediaInfo::kind)
            .orElse(file.source().kind())
            .name()
            .toLowerCase(Locale.ROOT);
    answer.put("kind", kind).put("sha256", file.sha256());
    Answers.add(answer, result, "");
    result.media().stream()
        .findFirst()
        .ifPresent(each -> answer.set("media", Answers.media(each.info())));
    return new Answer(answer, !Answers.assessedWhole(result));
  }
}
