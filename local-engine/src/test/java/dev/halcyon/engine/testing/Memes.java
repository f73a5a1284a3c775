package dev.halcyon.engine.testing;

import dev.halcyon.assets.Assets;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures with text on them whose wording is known: eleven faces of three families, captions on
 * photographs, on bars and on plain grounds, turned by up to 10°, of strong and of weak contrast,
 * compressed as JPEG. The same number always gives the same picture. Stateless.
 */
public final class Memes {
  /** How many there are to develop with; as many follow that nothing was tuned on. */
  public static final int COUNT = 50;

  private static final String[] FACES = {
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSans-Italic.ttf",
    "liberation/LiberationSans-BoldItalic.ttf",
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSerif-Bold.ttf",
    "liberation/LiberationSerif-Italic.ttf",
    "liberation/LiberationMono-Regular.ttf",
    "liberation/LiberationMono-Bold.ttf",
    "halcyon/fonts/Inter-Medium.otf",
    "halcyon/fonts/Inter-SemiBold.otf"
  };

  private static final String[] PHOTOGRAPHS = {
    "photo-coffee.jpg", "photo-rocket.jpg", "photo-cat.jpg", "photo-retina.jpg"
  };

  /** What is written: top and bottom, or one block. */
  private static final String[][] WORDS = {
    {"ONE DOES NOT SIMPLY", "WALK INTO THE OFFICE AT 7"},
    {"When the meeting could", "have been an e-mail"},
    {"NOBODY: ABSOLUTELY NOBODY:", "MY CAT AT 3 AM"},
    {"Brace yourselves,", "the exam results are coming"},
    {"I don't always test my code", "but when I do, it is on Friday"},
    {"KEEP CALM", "AND CARRY ON"},
    {"This is fine.", "Everything is under control."},
    {"WHAT IF I TOLD YOU", "COFFEE IS A SOUP"},
    {"Me explaining the rules", "to my dog for the 5th time"},
    {"NOT SURE IF TIRED", "OR JUST MONDAY AGAIN"},
    {"Grandma's secret recipe:", "2 eggs, 300 g flour, love"},
    {"SUCH WEEKEND", "MUCH SLEEP VERY WOW"},
    {"They said it would be easy.", "They were very wrong!"},
    {"THE TRAIN IS LATE", "SO IS THE BUS"},
    {"Expectation: beach holiday", "Reality: 40 tabs open"},
    {"YOU SHALL NOT", "PASS THE SALT"},
    {"If you can read this", "you are standing too close"},
    {"ALL YOUR SOCKS", "ARE BELONG TO US"},
    {"Dear diary, today I ran 10 km", "(in a video game)"},
    {"WHY IS THERE NO CAKE?", "I WAS PROMISED CAKE"},
    {"Roses are red, violets are blue,", "the printer is broken, what else is new"},
    {"THAT MOMENT WHEN", "THE WIFI COMES BACK"},
    {"Adult life: googling how to", "boil an egg every week"},
    {"ONLY 90s KIDS", "WILL REMEMBER THIS"},
    {"Do not disturb", "I am already disturbed enough"},
  };

  /** Other words, for the pictures that nothing was tuned on. */
  private static final String[][] OTHER_WORDS = {
    {"WAITING FOR THE BUILD", "SINCE 8:15 THIS MORNING"},
    {"My plans", "versus the weather"},
    {"SOMEBODY TOUCHED", "MY FAVOURITE MUG"},
    {"Just one more episode,", "said nobody ever"},
    {"IT IS WEDNESDAY", "MY DUDES"},
    {"How it started: 10 plants", "How it is going: 1 cactus"},
    {"KEYBOARD NOT FOUND", "PRESS ANY KEY"},
    {"Life hack: go to bed early", "(never tried it)"},
    {"THE QUICK BROWN FOX", "JUMPS OVER THE LAZY DOG"},
    {"Sphinx of black quartz,", "judge my vow"},
    {"YOU HAD ONE JOB", "AND A CHECKLIST"},
    {"Quick question:", "why does the fridge hum at night?"},
    {"BREAKING NEWS", "LOCAL DUCK WINS 50 M RACE"},
    {"Please leave the kitchen", "as you would like to find it"},
    {"NO PAIN NO GAIN", "NO CHAIR NO CARE"},
    {"First day at the gym", "Last day at the gym"},
    {"HUNGRY? GRAB A BANANA", "OR TWO"},
    {"Dogs: best friends since", "15,000 years ago"},
    {"TWO TYPES OF PEOPLE", "THERE ARE 10 KINDS"},
    {"I would agree with you,", "but then we'd both be wrong"},
    {"THIS PAGE IS", "LEFT BLANK ON PURPOSE"},
    {"My bank account in January:", "404 not found"},
    {"OBJECTS IN MIRROR", "ARE LOSING WEIGHT"},
    {"Teacher: no phones, please.", "Me, with a smart watch: hi"},
    {"FREE HUGS", "TERMS AND CONDITIONS APPLY"},
  };

  private Memes() {}

  /** A picture, as a file, and the words on it, lines joined by spaces. */
  public record Meme(int number, String text, BufferedImage picture, byte[] jpeg) {}

  /** The picture with this number; from {@link #COUNT} on with other words. */
  public static Meme meme(int number) {
    Random random = new Random(7_919L * number + 17);
    int width = 480 + random.nextInt(800);
    int height = width * (60 + random.nextInt(45)) / 100;
    String[] words = (number < COUNT ? WORDS : OTHER_WORDS)[number % WORDS.length];
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    Font face = face(number % FACES.length);
    double turn = number % 3 == 0 ? 0 : Math.toRadians(random.nextDouble() * 20 - 10);
    switch (number % 5) {
      case 0, 1 -> onPhotograph(g, number, words, face, turn, width, height);
      case 2 -> onBars(g, number, words, face, width, height);
      default -> onGround(g, random, words, face, turn, width, height);
    }
    g.dispose();
    byte[] jpeg = jpeg(image, 0.7f + 0.25f * random.nextFloat());
    return new Meme(number, String.join(" ", words), opened(jpeg), jpeg);
  }

  /** White letters with black edges at the top and the bottom of a photograph. */
  private static void onPhotograph(
      Graphics2D g, int number, String[] words, Font face, double turn, int width, int height) {
    BufferedImage photo =
        opened(Assets.bytes("sample/media/" + PHOTOGRAPHS[number % PHOTOGRAPHS.length]));
    g.drawImage(photo, 0, 0, width, height, null);
    double size = size(face, words, width * 0.86, height / 7.0);
    write(g, face, size, words[0], width / 2.0, height * 0.17, turn, Color.WHITE, Color.BLACK);
    write(g, face, size, words[1], width / 2.0, height * 0.83, turn, Color.WHITE, Color.BLACK);
  }

  /** Letters on bars above and below a picture, level as such captions are. */
  private static void onBars(
      Graphics2D g, int number, String[] words, Font face, int width, int height) {
    boolean dark = number % 2 == 0;
    g.drawImage(Painting.scene(number, width, height), 0, 0, null);
    g.setColor(dark ? new Color(20, 20, 24) : Color.WHITE);
    int bar = height / 5;
    g.fillRect(0, 0, width, bar);
    g.fillRect(0, height - bar, width, bar);
    Color ink = dark ? new Color(240, 240, 240) : Color.BLACK;
    double size = size(face, words, width * 0.9, bar * 0.6);
    write(g, face, size, words[0], width / 2.0, bar / 2.0, 0, ink, null);
    write(g, face, size, words[1], width / 2.0, height - bar / 2.0, 0, ink, null);
  }

  /** Two lines on a plain ground or a slope of colour, the contrast from weak to strong. */
  private static void onGround(
      Graphics2D g, Random random, String[] words, Font face, double turn, int width, int height) {
    float hue = random.nextFloat();
    boolean dark = random.nextBoolean();
    float ground = dark ? 0.15f + 0.2f * random.nextFloat() : 0.85f + 0.15f * random.nextFloat();
    Color from = Color.getHSBColor(hue, 0.3f, ground);
    Color to = Color.getHSBColor(hue + 0.1f, 0.2f, ground);
    g.setPaint(new java.awt.GradientPaint(0, 0, from, width, height, to));
    g.fillRect(0, 0, width, height);
    // At the weakest about 2.5 : 1 by WCAG 2.2, half of what its guidelines ask of a text.
    float apart = 0.35f + 0.5f * random.nextFloat();
    float ink = Math.clamp(dark ? ground + apart : ground - apart, 0, 1);
    Color colour = Color.getHSBColor(hue + 0.4f, 0.35f, ink);
    double size = size(face, words, width * 0.8, height / 6.0);
    double apartY = size * 1.5;
    double down = Math.cos(turn) * apartY / 2;
    double aside = -Math.sin(turn) * apartY / 2;
    write(g, face, size, words[0], width / 2.0 - aside, height / 2.0 - down, turn, colour, null);
    write(g, face, size, words[1], width / 2.0 + aside, height / 2.0 + down, turn, colour, null);
  }

  private static Font face(int number) {
    try (InputStream file = Memes.class.getClassLoader().getResourceAsStream(FACES[number])) {
      if (file == null) {
        throw new IllegalStateException("no font " + FACES[number]);
      }
      return Font.createFont(Font.TRUETYPE_FONT, file);
    } catch (IOException | FontFormatException e) {
      throw new IllegalStateException("the font " + FACES[number] + " cannot be read", e);
    }
  }

  /** The size at which the longest line has a width and no line passes a height. */
  private static double size(Font face, String[] words, double width, double height) {
    double widest = 0;
    for (String each : words) {
      widest = Math.max(widest, outline(face, 100, each).getBounds2D().getWidth());
    }
    return Math.min(100 * width / widest, height);
  }

  private static Shape outline(Font face, double size, String text) {
    java.awt.font.FontRenderContext context =
        new java.awt.font.FontRenderContext(new AffineTransform(), true, true);
    return new TextLayout(text, face.deriveFont((float) size), context).getOutline(null);
  }

  private static void write(
      Graphics2D g,
      Font face,
      double size,
      String text,
      double centreX,
      double centreY,
      double turn,
      Color ink,
      @org.jspecify.annotations.Nullable Color edge) {
    Shape shape = outline(face, size, text);
    Rectangle2D bounds = shape.getBounds2D();
    AffineTransform place = AffineTransform.getTranslateInstance(centreX, centreY);
    place.rotate(turn);
    place.translate(-bounds.getCenterX(), -bounds.getCenterY());
    Shape placed = place.createTransformedShape(shape);
    if (edge != null) {
      g.setColor(edge);
      g.setStroke(
          new BasicStroke((float) (size / 9), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(placed);
    }
    g.setColor(ink);
    g.fill(placed);
  }

  private static byte[] jpeg(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a picture to memory failed", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage opened(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be opened", e);
    }
  }

  /** Letters to insert, delete or replace to turn one text into another (Levenshtein). */
  public static int errors(String wanted, String found) {
    int[] row = new int[found.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = corner + (wanted.charAt(i - 1) == found.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[found.length()];
  }

  /**
   * Black letters on white.
   *
   * @param text lines, separated by line breaks
   * @param x of the middle of the block, as a share of the width
   * @param y likewise
   * @param degrees clockwise
   */
  public static BufferedImage sign(
      int width, int height, String text, double x, double y, double degrees) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.dispose();
    write(image, text, x, y, degrees);
    return image;
  }

  /** Writes black letters into a picture; the arguments are those of a sign. */
  public static void write(BufferedImage image, String text, double x, double y, double degrees) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Font face = face(0);
    double turn = Math.toRadians(degrees);
    double size = 48;
    String[] lines = text.split("\n");
    for (int i = 0; i < lines.length; i++) {
      double down = (i - (lines.length - 1) / 2.0) * size * 1.4;
      double centreX = x * image.getWidth() - down * Math.sin(turn);
      double centreY = y * image.getHeight() + down * Math.cos(turn);
      write(g, face, size, lines[i], centreX, centreY, turn, Color.BLACK, null);
    }
    g.dispose();
  }

  /** So many pictures from a number on. */
  public static List<Meme> range(int from, int count) {
    List<Meme> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(meme(from + i));
    }
    return all;
  }
}
