package dev.halcyon.app.testing;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;

/** A desk at a fixed noon with a model server behind it; everything happens at once. */
public final class Desks {
  public final Words words;
  public final Kit kit;
  public final ModelServer server = new ModelServer();
  public final DeskWatch watch = new DeskWatch(Runnable::run);
  public final SimpleObjectProperty<Look> look = new SimpleObjectProperty<>(Look.DEFAULT);
  public final List<String> opened = new ArrayList<>();

  public Desks() {
    this(Locale.ENGLISH);
  }

  public Desks(Locale locale) {
    words = Words.in(locale);
    kit = new Kit(words, new Now(Clock.fixed(Cases.NOON, ZoneOffset.UTC)));
    server.cases.add(
        Cases.waiting(
            1,
            Priority.P0,
            2,
            Category.SELF_HARM,
            "I have written the letters now, it is easier for everyone this way"));
    server.cases.add(
        Cases.summary(
            2,
            Priority.P0,
            11,
            Category.TERRORISM,
            "ar",
            "شاهد الفيديو الكامل على القناة قبل أن يحذفوه",
            List.of(Modality.VIDEO),
            CaseState.WAITING,
            null));
    server.cases.add(
        Cases.summary(
            3,
            Priority.P1,
            41,
            Category.HATE,
            "de",
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenträger wie die gehören hier nicht"
                + " her, und das wird man ja wohl noch sagen dürfen, oder etwa nicht?",
            List.of(Modality.IMAGE),
            CaseState.WAITING,
            null));
    server.cases.add(
        Cases.summary(
            4,
            Priority.P1,
            50,
            Category.VIOLENCE,
            "es",
            "",
            List.of(Modality.IMAGE, Modality.VIDEO),
            CaseState.WAITING,
            "Lin Okafor"));
    for (int i = 5; i < 30; i++) {
      server.cases.add(
          Cases.waiting(
              i,
              Priority.P2,
              60 * i,
              Category.values()[i % 13],
              "Cheap followers here, click the link in my profile"));
    }
    watch.connectionChanged(new Connection.Online());
    watch.queuesChanged(
        List.of(
            Cases.queue("u", "Urgent", 2, 1, 0),
            Cases.queue("de", "German and Austrian hate", 0, 14, 120),
            Cases.queue("v", "Video", 0, 0, 190),
            Cases.queue("x", "Escalations", 0, 0, 0)));
  }

  public QueueViewModel queueModel() {
    return new QueueViewModel(
        server::cases,
        watch,
        new QueueViewModel.Opening() {
          @Override
          public void open(UUID caseId) {
            opened.add(caseId.toString());
          }

          @Override
          public boolean openNext() {
            opened.add("next");
            return true;
          }
        },
        () -> opened.add("shown"),
        Direct.background(),
        words,
        (_, _) -> Subscription.EMPTY);
  }

  public QueueScreen queueScreen() {
    return new QueueScreen(kit, queueModel(), look, List.of("en", "de"));
  }
}
