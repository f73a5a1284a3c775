package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.ScanResult;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers JSON lines of text with JSON lines, in order, each as soon as it is there: a program may
 * write one line and wait for its answer. Confined to one thread; the judging is not.
 */
final class LineScan {
  /** Longer texts are no posts; what is held at once stays within bounds. */
  static final int MOST_BYTES = 4 << 20;

  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

  private final Session session;
  private final AnswerStream answers;
  private final Progress progress;

  LineScan(Session session, AnswerStream answers, Progress progress) {
    this.session = session;
    this.answers = answers;
    this.progress = progress;
  }

  void run(InputStream in) throws IOException, InterruptedException {
    LineReader lines = new LineReader(in, MOST_BYTES);
    try (OrderedWork<Answer> work = new OrderedWork<>(AT_ONCE, this::write)) {
      LineReader.@Nullable Line line;
      while ((line = lines.next()) != null) {
        LineReader.Line each = line;
        if (!blank(each)) {
          work.add(() -> answer(each));
        }
      }
      work.finish();
    }
  }

  private static boolean blank(LineReader.Line line) {
    for (byte each : line.bytes()) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private void write(Answer answer) throws IOException {
    answers.json(answer.json());
    progress.one(answer.failed());
  }

  private Answer answer(LineReader.Line line) {
    LineRequest request = LineRequest.read(line);
    return switch (request) {
      case LineRequest.Bad bad -> Answer.failed(bad.answer(), bad.problem());
      case LineRequest.Text text -> judged(text);
    };
  }

  private Answer judged(LineRequest.Text request) {
    try {
      ScanResult result = session.text(request.text(), request.language());
      ObjectNode json = request.answer();
      Answers.add(json, result, request.text());
      return new Answer(json, !Answers.assessedWhole(result));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return Answer.failed(request.answer(), e);
    }
  }
}
