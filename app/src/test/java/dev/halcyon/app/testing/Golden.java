package dev.halcyon.app.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;

/**
 * What a scene looked like, in two small files: its words with roles and places, and its picture as
 * the mean colours of blocks of {@value #BLOCK} px. Both are compared with a tolerance, so that
 * another machine's rounding does not count, and where a line or block differs is said.
 */
public final class Golden {
  /** Side of a block, in px. */
  public static final int BLOCK = 10;

  private static final int PLACE_TOLERANCE = 2;
  private static final int COLOUR_TOLERANCE = 16;
  private static final int BLOCKS_TOLERATED = 3;
  private static final int MOST_SAID = 12;
  private static final Pattern PLACE = Pattern.compile(" @(-?\\d+),(-?\\d+) (\\d+)x(\\d+)$");

  private final Path folder;
  private final Path actual;
  private final boolean update;

  /**
   * @param folder of the goldens
   * @param actual where what differs is put, to be looked at
   * @param update whether goldens are written anew instead of compared
   */
  public Golden(Path folder, Path actual, boolean update) {
    this.folder = folder;
    this.actual = actual;
    this.update = update;
  }

  /** How the scene differs from its goldens of this name, nothing when it does not. */
  public List<String> differences(String name, Scene scene) throws IOException {
    List<String> words = words(scene);
    WritableImage image = scene.snapshot(null);
    BufferedImage blocks = blocks(image);
    Path text = folder.resolve(name + ".txt");
    Path picture = folder.resolve(name + ".png");
    if (update) {
      Files.createDirectories(folder);
      Files.write(text, words);
      ImageIO.write(blocks, "png", picture.toFile());
      keep(name, image, words);
      return List.of();
    }
    if (Files.notExists(text) || Files.notExists(picture)) {
      keep(name, image, words);
      return List.of("there is no golden " + name + "; look at " + actual + ", then update");
    }
    List<String> found = new ArrayList<>(compare(Files.readAllLines(text), words));
    found.addAll(compare(ImageIO.read(picture.toFile()), blocks, foreign(scene)));
    if (!found.isEmpty()) {
      keep(name, image, words);
    }
    return found;
  }

  private void keep(String name, WritableImage image, List<String> words) throws IOException {
    Files.createDirectories(actual);
    ImageIO.write(whole(image), "png", actual.resolve(name + ".png").toFile());
    Files.write(actual.resolve(name + ".txt"), words);
  }

  /** Each visible word and control, with its role and where it stands. */
  static List<String> words(Scene scene) {
    List<String> lines = new ArrayList<>();
    describe(scene.getRoot(), 0, scene, lines);
    return lines;
  }

  private static void describe(Node node, int depth, Scene scene, List<String> lines) {
    Bounds at = node.localToScene(node.getLayoutBounds());
    boolean outside =
        at.getMaxX() < 0
            || at.getMaxY() < 0
            || at.getMinX() > scene.getWidth()
            || at.getMinY() > scene.getHeight();
    if (!node.isVisible() || outside) {
      return;
    }
    String said = said(node);
    boolean listed = !said.isEmpty() || node instanceof Control || node instanceof ImageView;
    if (listed) {
      String place =
          isForeign(said)
              ? ""
              : " @%d,%d %dx%d"
                  .formatted(
                      Math.round(at.getMinX()),
                      Math.round(at.getMinY()),
                      Math.round(at.getWidth()),
                      Math.round(at.getHeight()));
      lines.add(" ".repeat(depth) + node.getAccessibleRole() + " " + said + place);
    }
    if (node instanceof Parent parent) {
      parent
          .getChildrenUnmodifiable()
          .forEach(child -> describe(child, listed ? depth + 1 : depth, scene, lines));
    }
  }

  private static String said(Node node) {
    String text =
        switch (node) {
          case Text drawn -> drawn.getText();
          case TextInputControl input -> String.valueOf(input.getAccessibleText());
          default -> node.getAccessibleText() == null ? "" : node.getAccessibleText();
        };
    return text.replaceAll("\\s+", " ").strip();
  }

  /** Letters that our own fonts do not have: another machine draws them with another font. */
  private static boolean isForeign(String text) {
    return text.codePoints()
        .anyMatch(
            c ->
                Character.isEmojiPresentation(c)
                    || switch (Character.UnicodeScript.of(c)) {
                      case LATIN, GREEK, CYRILLIC, COMMON, INHERITED -> false;
                      default -> true;
                    });
  }

  private static List<String> compare(List<String> golden, List<String> now) {
    List<String> found = new ArrayList<>();
    int most = Math.max(golden.size(), now.size());
    for (int i = 0; i < most && found.size() < MOST_SAID; i++) {
      String before = i < golden.size() ? golden.get(i) : "(nothing)";
      String after = i < now.size() ? now.get(i) : "(nothing)";
      if (!same(before, after)) {
        found.add(
            "line " + (i + 1) + ": was  " + before.strip() + "\n          now  " + after.strip());
      }
    }
    return found;
  }

  private static boolean same(String before, String after) {
    if (before.equals(after)) {
      return true;
    }
    Matcher one = PLACE.matcher(before);
    Matcher other = PLACE.matcher(after);
    if (!one.find()
        || !other.find()
        || !before.substring(0, one.start()).equals(after.substring(0, other.start()))) {
      return false;
    }
    for (int i = 1; i <= 4; i++) {
      int far = Integer.parseInt(one.group(i)) - Integer.parseInt(other.group(i));
      if (Math.abs(far) > PLACE_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static List<Bounds> foreign(Scene scene) {
    List<Bounds> found = new ArrayList<>();
    collectForeign(scene.getRoot(), found);
    return found;
  }

  private static void collectForeign(Node node, List<Bounds> found) {
    if (node instanceof Text text && isForeign(text.getText())) {
      found.add(text.localToScene(text.getLayoutBounds()));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collectForeign(child, found));
    }
  }

  private static List<String> compare(
      BufferedImage golden, BufferedImage now, List<Bounds> foreign) {
    if (golden.getWidth() != now.getWidth() || golden.getHeight() != now.getHeight()) {
      return List.of("the picture has another size");
    }
    List<String> found = new ArrayList<>();
    for (int y = 0; y < now.getHeight(); y++) {
      for (int x = 0; x < now.getWidth(); x++) {
        int far = far(golden.getRGB(x, y), now.getRGB(x, y));
        int left = x * BLOCK;
        int top = y * BLOCK;
        boolean masked = foreign.stream().anyMatch(at -> at.intersects(left, top, BLOCK, BLOCK));
        if (far > COLOUR_TOLERANCE && !masked) {
          found.add("the block at %d,%d differs by %d of 255".formatted(left, top, far));
        }
      }
    }
    return found.size() <= BLOCKS_TOLERATED
        ? List.of()
        : found.subList(0, Math.min(MOST_SAID, found.size()));
  }

  private static int far(int one, int other) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((one >> shift & 255) - (other >> shift & 255)));
    }
    return most;
  }

  private static BufferedImage whole(WritableImage image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
      }
    }
    return copy;
  }

  private static BufferedImage blocks(WritableImage image) {
    BufferedImage all = whole(image);
    int width = all.getWidth() / BLOCK;
    int height = all.getHeight() / BLOCK;
    BufferedImage means = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[BLOCK * BLOCK];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        all.getRGB(x * BLOCK, y * BLOCK, BLOCK, BLOCK, pixels, 0, BLOCK);
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int pixel : pixels) {
          red += pixel >> 16 & 255;
          green += pixel >> 8 & 255;
          blue += pixel & 255;
        }
        int n = pixels.length;
        means.setRGB(x, y, red / n << 16 | green / n << 8 | blue / n);
      }
    }
    return means;
  }
}
