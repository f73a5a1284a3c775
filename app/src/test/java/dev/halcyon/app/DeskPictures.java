package dev.halcyon.app;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.TabStrip;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.reasoning.LocalRescan;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Paints the states of the review desk as PNG files, to be looked at: {@code DeskPictures OUT}. */
public final class DeskPictures {
  private static final String QUICK = System.getProperty("only", "");

  private final Path out;

  private DeskPictures(Path out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path out = Path.of(args[0]);
    Files.createDirectories(out);
    OnFxThread.startToolkit();
    CountDownLatch done = new CountDownLatch(1);
    Platform.runLater(
        () -> {
          try {
            new DeskPictures(out).all();
          } catch (RuntimeException e) {
            e.printStackTrace();
          } finally {
            done.countDown();
          }
        });
    done.await();
    Platform.exit();
  }

  private void all() {
    both("text", Cases.text(), scene -> scene.wired.lit().set(1));
    both("scores", Cases.text(), scene -> tab(scene, 1));
    both("history", Cases.text(), scene -> tab(scene, 2));
    both(
        "similar",
        Cases.withMembers(
            Cases.text(),
            14,
            List.of(
                Cases.member(
                    1, MemberKind.NEAR, true, 100, 0, "They should all go home, I mean it"),
                Cases.member(
                    2,
                    MemberKind.NEAR,
                    true,
                    33,
                    12,
                    "I have had it with all of them. People like you should go back where they came"
                        + " from, and"),
                Cases.member(3, MemberKind.EXACT, true, 0, 0, "I have had it with all of you."))),
        scene -> {
          tab(scene, 3);
          scene.wired.review().form().exceptions().set(Set.of(Cases.id(701)));
        });
    both("compared", Cases.text(), scene -> scene.press("text.turn"));
    both("rescan", Cases.text(), scene -> scene.press("rescan.run"));
    both("picture", Cases.picture(), scene -> scene.wired.lit().set(1));
    both("looking", Cases.picture(), scene -> scene.press("media.reveal"));
    both("cartoon", Cases.picture(), scene -> scene.press("media.filters.next"));
    both("video", Cases.video(), scene -> scene.press("why.toggle"));
    both("arabic", Cases.arabic(), scene -> scene.press("review.restrict"));
    both("long", Cases.longText(200_000), scene -> scene.press("reasoning.next"));
    both("broken", Cases.brokenMedia(), scene -> scene.press("review.remove"));
    both(
        "gone",
        Cases.text(),
        scene -> scene.desk.tell(each -> each.closed(Cases.text().id(), CloseReason.LEASE_LOST)));
    both("permanent", Cases.text(), scene -> scene.press("review.remove_permanently"));
    both(
        "not-saved",
        Cases.text(),
        scene -> {
          scene.press("review.allow");
          scene.desk.settle(
              OutboxState.NOT_SAVED,
              new Problem(
                  "network.unreachable",
                  "The server does not answer.",
                  "It is sent again by itself as soon as the server answers."));
          scene.desk.tell(
              each ->
                  each.problem(
                      new Problem(
                          "network.unreachable",
                          "The server at 127.0.0.1 does not answer.",
                          "Work goes on with what is loaded; check the network.")));
        });
    both("undo", Cases.text(), scene -> scene.press("review.remove"));
    both("empty", null, _ -> {});
    paint("text-german-narrow", Cases.text(), 1000, 700, Look.Appearance.LIGHT, 100, "de", _ -> {});
    paint(
        "restrict-german-narrow",
        Cases.text(),
        1000,
        700,
        Look.Appearance.LIGHT,
        100,
        "qps",
        scene -> scene.press("review.restrict"));
    paint("text-large", Cases.text(), 1440, 900, Look.Appearance.LIGHT, 150, "en", _ -> {});
    paint("video-german", Cases.video(), 1440, 900, Look.Appearance.LIGHT, 100, "de", _ -> {});
  }

  private static void tab(DeskScene scene, int tab) {
    ((TabStrip) scene.find(".argument-tabs")).choose(tab);
  }

  private void both(String name, LoadedCase first, Consumer<DeskScene> then) {
    paint(name, first, 1440, 900, Look.Appearance.LIGHT, 100, "en", then);
    paint(name + "-dark", first, 1440, 900, Look.Appearance.DARK, 100, "en", then);
    paint(name + "-narrow", first, 1000, 700, Look.Appearance.LIGHT, 100, "en", then);
  }

  private void paint(
      String name,
      LoadedCase first,
      double width,
      double height,
      Look.Appearance appearance,
      int percent,
      String language,
      Consumer<DeskScene> then) {
    if (!QUICK.isEmpty() && !name.matches(QUICK)) {
      return;
    }
    List<LoadedCase> cases = first == null ? List.of() : new ArrayList<>(Cases.all());
    if (first != null) {
      cases.removeIf(one -> one.id().equals(first.id()));
      cases.addFirst(first);
    }
    DeskScene scene =
        new DeskScene(
            new DeskModel(cases),
            looks(),
            _ -> answer(),
            width - 56,
            height - 44,
            new Look(appearance, percent, Look.Density.COMFORTABLE, true),
            Locale.of(language),
            Direct.background());
    if (first != null) {
      scene.wired.review().openNext();
    }
    scene.layout();
    then.accept(scene);
    scene.layout();
    WritableImage image = scene.scene.snapshot(null);
    scene.layout();
    image = scene.scene.snapshot(null);
    write(image, out.resolve(name + ".png"));
    scene.wired.screen().hidden();
  }

  private static RevealViewModel.Source<Image> looks() {
    return _ ->
        new RevealViewModel.Look<>() {
          @Override
          public Image picture() {
            return new Image(
                new ByteArrayInputStream(Cases.plain(800, 600, new Color(120, 160, 190))));
          }

          @Override
          public void ended(Duration shown) {}
        };
  }

  private static LocalRescan.Answer answer() {
    List<Assessment> local = new ArrayList<>();
    for (Assessment server : Cases.text().detail().assessments()) {
      local.add(
          new Assessment(
              server.id(),
              server.tier(),
              server.stage(),
              server.status(),
              "",
              server.verdict(),
              server.scores().stream()
                  .map(s -> Cases.score(s.category(), Math.min(1, s.score() * 1.1), s.threshold()))
                  .toList(),
              List.of(),
              new ModelRef(server.model().name(), "1.1.0", "", "cpu"),
              new PolicyRef("halcyon-default", 2, null),
              "00",
              server.origin(),
              0,
              0,
              server.at()));
    }
    local.add(
        Cases.assessment(
            Tier.CLASSIFIER,
            "media.decode",
            new ModelRef("worker", "1", "", "jvm"),
            AssessmentStatus.FAILED,
            "The worker process ended while decoding; a new one was started."));
    return new LocalRescan.Answer(
        new ScanResult(
            Verdict.REVIEW,
            true,
            "en",
            List.of(Cases.score(Category.HATE, 0.91, Cases.USUAL)),
            local,
            List.of(),
            Cases.rationale(Category.HATE, null, 0.91, List.of())),
        "bubblewrap",
        Duration.ofMillis(640));
  }

  private static void write(WritableImage image, Path file) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    PixelReader reader = image.getPixelReader();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, reader.getArgb(x, y));
      }
    }
    try {
      ImageIO.write(copy, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
