package dev.halcyon.app.queue;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.PriorityCount;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.util.Subscription;

/**
 * Makes a queue screen of made-up cases that nobody sees, so that the first real one finds its
 * classes loaded and its style rules read. For any one thread: it shares nothing with the real one.
 */
public final class QueueRehearsal {
  private static final int CASES = 30;

  /** Text of the made-up cases; it stands on no screen. */
  private static final String TEXT = "0123456789 abcdefghijklmnopqrstuvwxyz";

  private QueueRehearsal() {}

  /**
   * The screen as it stands when its first page has come, to be laid out in a scene of its own.
   *
   * @param kit with a clock and keys of its own
   * @param background not used
   */
  public static Parent screen(Kit kit, Look look, Background background) {
    QueueViewModel model =
        new QueueViewModel(
            _ -> new CasePage(List.of(), null),
            new DeskWatch(Runnable::run),
            new QueueViewModel.Opening() {
              @Override
              public void open(UUID caseId) {}

              @Override
              public boolean openNext() {
                return false;
              }
            },
            () -> {},
            background,
            kit.words(),
            (_, _) -> Subscription.EMPTY);
    QueueScreen screen =
        new QueueScreen(kit, model, new SimpleObjectProperty<>(look), List.of("en"));
    model.rehearse(
        IntStream.range(0, CASES).mapToObj(each -> made(each, kit.now().get())).toList(),
        List.of(
            new QueueSummary(
                "rehearsal", TEXT, List.of(new PriorityCount(Priority.P1, 1)), 0, null, false)));
    screen.rehearse();
    return (Parent) screen.node();
  }

  private static CaseSummary made(int number, Instant now) {
    UUID id = new UUID(0, number + 1L);
    return new CaseSummary(
        id,
        id,
        CaseKind.REVIEW,
        CaseState.WAITING,
        1,
        "rehearsal",
        Priority.values()[number % 3],
        now,
        now.plus(Duration.ofMinutes(10 + number)),
        Category.SPAM,
        0.5,
        "en",
        "ZZ",
        Surface.POST,
        List.of(Modality.TEXT, Modality.values()[number % 4]),
        TEXT,
        number,
        1,
        number % 5 == 0 ? TEXT : null,
        List.of());
  }
}
