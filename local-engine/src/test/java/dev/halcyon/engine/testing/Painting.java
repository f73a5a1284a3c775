package dev.halcyon.engine.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures painted for tests: scenes that differ in colour and shape, and their files. */
public final class Painting {
  private Painting() {}

  /** A picture of coloured shapes; another number gives another picture, always the same one. */
  public static BufferedImage scene(int number, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    Random random = new Random(number);
    g.setColor(Color.getHSBColor(number * 0.381966f, 0.6f, 0.35f + number % 3 * 0.25f));
    g.fillRect(0, 0, width, height);
    for (int i = 0; i < 12; i++) {
      g.setColor(Color.getHSBColor(random.nextFloat(), 0.7f, 0.3f + 0.7f * random.nextFloat()));
      int w = width / 8 + random.nextInt(width / 4);
      int h = height / 8 + random.nextInt(height / 4);
      g.fillOval(random.nextInt(width), random.nextInt(height), w, h);
    }
    g.dispose();
    return image;
  }

  /**
   * Soft round shapes in warm colours: the model for sexual pictures scores them between 0 and 0.8,
   * and most {@linkplain #scene scenes} near 0.
   */
  public static BufferedImage warm(int number, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Random random = new Random(number);
    g.setColor(Color.getHSBColor(random.nextFloat(), 0.2f, 0.3f + 0.6f * random.nextFloat()));
    g.fillRect(0, 0, width, height);
    for (int i = 0; i < 6; i++) {
      int w = width / 4 + random.nextInt(width / 2);
      int h = height / 4 + random.nextInt(height * 2 / 3);
      int x = random.nextInt(width) - width / 5;
      int y = random.nextInt(height) - height / 5;
      float hue = 0.03f + 0.05f * random.nextFloat();
      float depth = 0.3f + 0.3f * random.nextFloat();
      float light = 0.6f + 0.35f * random.nextFloat();
      Color[] colours = {
        Color.getHSBColor(hue, depth, light), Color.getHSBColor(hue, depth + 0.1f, light - 0.15f)
      };
      float[] stops = {0, 1};
      g.setPaint(
          new RadialGradientPaint(x + w / 2f, y + h / 2f, Math.max(w, h) / 2f, stops, colours));
      g.fillOval(x, y, w, h);
    }
    g.dispose();
    return image;
  }

  /** Copies a picture into the RGB bytes of a frame. */
  public static void copy(BufferedImage from, byte[] rgb) {
    int[] pixels = from.getRGB(0, 0, from.getWidth(), from.getHeight(), null, 0, from.getWidth());
    for (int i = 0; i < pixels.length; i++) {
      rgb[i * 3] = (byte) (pixels[i] >> 16);
      rgb[i * 3 + 1] = (byte) (pixels[i] >> 8);
      rgb[i * 3 + 2] = (byte) pixels[i];
    }
  }

  /** The picture as a file: {@code png}, {@code jpg}, {@code gif} or {@code bmp}. */
  public static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }
}
