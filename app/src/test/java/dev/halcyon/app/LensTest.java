package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.media.LensViewModel;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.media.SharpImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lens on the desk: what of a held original can be seen. */
@ExtendWith(OnFxThread.class)
class LensTest {
  private static final Color MARK = new Color(255, 0, 255);

  private final List<SharpImage> given = new ArrayList<>();
  private DeskScene scene;

  @BeforeEach
  void open() {
    scene =
        new DeskScene(
            new DeskModel(List.of(Cases.picture())),
            this::look,
            _ -> {
              throw new AssertionError("no rescan");
            },
            900,
            800);
  }

  /** Gray, with the mark in the upper left corner alone. */
  private RevealViewModel.Look<Image> look(RevealViewModel.Target target) {
    BufferedImage picture = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = picture.createGraphics();
    brush.setColor(Color.GRAY);
    brush.fillRect(0, 0, 800, 600);
    brush.setColor(MARK);
    brush.fillRect(0, 0, 60, 60);
    brush.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SharpImage sharp = SharpImage.of(new Image(new ByteArrayInputStream(bytes.toByteArray())));
    given.add(sharp);
    return new RevealViewModel.Look<>() {
      @Override
      public Image picture() {
        return sharp;
      }

      @Override
      public void ended(Duration shown) {}
    };
  }

  private boolean isSeen() {
    scene.layout();
    // The stage alone: without a window, a scroll pane paints what only moved where it was.
    Image screen = scene.find(".frame-stage").snapshot(null, null);
    return Pixels.has(screen, MARK);
  }

  @Test
  void onlyWhatLiesUnderTheLensIsSeenAndKeysMoveIt() {
    scene.wired.review().openNext();
    scene.layout();
    scene.press("media.reveal");
    assertThat(isSeen()).as("the lens begins in the middle").isFalse();
    for (double moved = 0; moved < 0.5; moved += LensViewModel.STEP) {
      scene.press("media.previous");
      scene.press("lens.up");
    }
    assertThat(isSeen()).as("in the corner").isTrue();
    scene.press("media.next");
    for (double moved = 0; moved < 0.5; moved += LensViewModel.STEP) {
      scene.press("lens.down");
    }
    assertThat(isSeen()).isFalse();
    scene.press("lens.whole");
    assertThat(isSeen()).as("the whole picture, asked for").isTrue();
    scene.letGo("media.reveal");
    assertThat(isSeen()).isFalse();
    assertThat(scene.command("lens.up").enabled().get()).as("no lens, no keys").isFalse();
  }

  @Test
  void lettingGoOverwritesThePixelsThemselves() {
    scene.wired.review().openNext();
    scene.layout();
    scene.press("media.reveal");
    SharpImage sharp = given.getFirst();
    assertThat(Pixels.has(sharp, MARK)).isTrue();
    scene.letGo("media.reveal");
    assertThat(Pixels.has(sharp, MARK)).as("also for whoever still holds it").isFalse();
    assertThat(sharp.getPixelReader().getArgb(400, 300)).as("all of it").isZero();
  }
}
