package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.UserProblem;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * In which form the text of the item is shown: each case begins as written, and a key turns to the
 * form that rules and models compare and back. FX thread only.
 */
final class ReadingViewModel {
  private final Background background;
  private final Words words;
  private final Consumer<UserProblem> tell;
  private final ReadOnlyObjectWrapper<Reading> shown;
  private Reading written = Reading.asWritten("", TextMarks.of(null, ""));
  private @Nullable Job turning;

  /**
   * @param tell says why the other form cannot be had
   */
  ReadingViewModel(Background background, Words words, Consumer<UserProblem> tell) {
    this.background = background;
    this.words = words;
    this.tell = tell;
    this.shown = new ReadOnlyObjectWrapper<>(written);
  }

  /** Another item, as written. */
  void begin(CaseDetail detail) {
    stop();
    String text = detail.item().text();
    written = Reading.asWritten(text, TextMarks.of(detail.rationale(), text));
    shown.set(written);
  }

  /** Turns to the other form; a long text takes a moment, and stands as it is meanwhile. */
  void turn() {
    stop();
    Reading from = written;
    if (shown.get().comparable()) {
      shown.set(from);
      return;
    }
    turning =
        background
            .compute(words.say("text.turning"), () -> Reading.asCompared(from))
            .then(
                form -> {
                  if (written == from) {
                    shown.set(form);
                  }
                })
            .fail(tell);
  }

  private void stop() {
    Job running = turning;
    turning = null;
    if (running != null) {
      running.cancel();
    }
  }

  ReadOnlyObjectProperty<Reading> shown() {
    return shown.getReadOnlyProperty();
  }
}
