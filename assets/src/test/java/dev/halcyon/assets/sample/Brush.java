package dev.halcyon.assets.sample;

import dev.halcyon.assets.Assets;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

/** A small box of paints over Java2D: every scene of the corpus is drawn with it. One thread. */
final class Brush {
  private final Graphics2D g;

  Brush(Graphics2D graphics) {
    this.g = graphics;
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  Graphics2D graphics() {
    return g;
  }

  static Color rgb(int hex) {
    return new Color(hex);
  }

  static Color rgba(int hex, double alpha) {
    return new Color(hex >> 16 & 255, hex >> 8 & 255, hex & 255, (int) Math.round(alpha * 255));
  }

  Brush fill(Shape shape, Color color) {
    g.setPaint(color);
    g.fill(shape);
    return this;
  }

  /** Fills from the colour at the top to the colour at the bottom. */
  Brush fade(Shape shape, Color top, Color bottom) {
    Rectangle2D b = shape.getBounds2D();
    g.setPaint(
        new GradientPaint(
            0f,
            (float) b.getMinY(),
            top,
            0f,
            (float) Math.max(b.getMaxY(), b.getMinY() + 1),
            bottom));
    g.fill(shape);
    return this;
  }

  Brush line(Shape shape, Color color, double width) {
    g.setPaint(color);
    g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    return this;
  }

  /** A soft light around a point. */
  Brush glow(double x, double y, double radius, Color color) {
    Color none = new Color(color.getRed(), color.getGreen(), color.getBlue(), 0);
    g.setPaint(
        new RadialGradientPaint(
            (float) x, (float) y, (float) radius, new float[] {0, 1}, new Color[] {color, none}));
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    return this;
  }

  static Rectangle2D box(double x, double y, double w, double h) {
    return new Rectangle2D.Double(x, y, w, h);
  }

  static Shape round(double x, double y, double w, double h, double r) {
    return new RoundRectangle2D.Double(x, y, w, h, r, r);
  }

  static Shape disc(double x, double y, double r) {
    return new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
  }

  /** A closed shape through points given as x, y, x, y, … */
  static Path2D shape(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A ridge of hills, waves or dunes: a smooth line from left to right, closed at the bottom. */
  static Path2D ridge(double w, double h, double base, double height, double phase, int waves) {
    Path2D path = new Path2D.Double();
    path.moveTo(-2, h + 2);
    for (int x = -2; x <= w + 4; x += 4) {
      double a = x / w * Math.PI * 2 * waves + phase;
      double y =
          base
              - height
                  * (0.55 * Math.sin(a) + 0.3 * Math.sin(2.3 * a + 1) + 0.15 * Math.sin(5 * a));
      path.lineTo(x, y);
    }
    path.lineTo(w + 4, h + 2);
    path.closePath();
    return path;
  }

  /** A font of the family that Halcyon bundles, so that a picture looks the same everywhere. */
  static Font font(boolean bold, double size) {
    return (bold ? Fonts.BOLD : Fonts.REGULAR).deriveFont((float) size);
  }

  /** How wide words are, in pixels. */
  static double width(String words, boolean bold, double size) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    return new TextLayout(words, font(bold, size), context).getAdvance();
  }

  Brush text(String words, double x, double y, boolean bold, double size, Color color) {
    g.setFont(font(bold, size));
    g.setPaint(color);
    g.drawString(words, (float) x, (float) y);
    return this;
  }

  Brush centred(String words, double x, double y, boolean bold, double size, Color color) {
    TextLayout layout = new TextLayout(words, font(bold, size), g.getFontRenderContext());
    return text(words, x - layout.getAdvance() / 2, y, bold, size, color);
  }

  /** The lettering of memes: white with a black edge, as large as fits the width. */
  Brush meme(String words, double x, double y, double width, double size) {
    double fit = size;
    TextLayout layout = new TextLayout(words, font(true, fit), g.getFontRenderContext());
    if (layout.getAdvance() > width) {
      fit = size * width / layout.getAdvance();
      layout = new TextLayout(words, font(true, fit), g.getFontRenderContext());
    }
    Shape outline =
        layout.getOutline(AffineTransform.getTranslateInstance(x - layout.getAdvance() / 2, y));
    return line(outline, Color.BLACK, fit / 7).fill(outline, Color.WHITE);
  }

  /** Grain and dark corners, so that a drawn scene is less smooth than paper. */
  static void grain(BufferedImage image, int strength, String name) {
    RandomGenerator random = Chance.of("grain/" + name);
    int w = image.getWidth();
    int h = image.getHeight();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        double dx = (x - w / 2.0) / w;
        double dy = (y - h / 2.0) / h;
        double light = 1 - 0.55 * (dx * dx + dy * dy);
        int noise = random.nextInt(2 * strength + 1) - strength;
        int rgb = image.getRGB(x, y);
        image.setRGB(
            x,
            y,
            clamp((rgb >> 16 & 255) * light + noise) << 16
                | clamp((rgb >> 8 & 255) * light + noise) << 8
                | clamp((rgb & 255) * light + noise));
      }
    }
  }

  private static int clamp(double value) {
    return (int) Math.clamp(Math.round(value), 0L, 255L);
  }

  Brush opacity(double alpha) {
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
    return this;
  }

  private static final class Fonts {
    static final Font REGULAR = load("Regular");
    static final Font BOLD = load("SemiBold");

    private static Font load(String weight) {
      String file = "fonts/Inter-" + weight + ".otf";
      try (InputStream bytes = Assets.open(file)) {
        return Font.createFont(Font.TRUETYPE_FONT, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (FontFormatException e) {
        throw new IllegalStateException(file + " is no font", e);
      }
    }
  }
}
