package dev.halcyon.server.intake;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** A picture with enough in it for a perceptual hash, and its mirror image. */
final class BankPictures {
  private static final int SIDE = 256;
  private static final int BLOCK = 16;

  private BankPictures() {}

  static byte[] scene(boolean mirrored) throws IOException {
    Random random = new Random(42);
    int[][] grey = new int[SIDE / BLOCK][SIDE / BLOCK];
    for (int[] row : grey) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(256);
      }
    }
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int level = grey[y / BLOCK][x / BLOCK];
        image.setRGB(mirrored ? SIDE - 1 - x : x, y, level << 16 | level << 8 | level);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  static PdqFingerprint pdq(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
    return PdqHasher.of(new Pixels(image.getWidth(), image.getHeight(), 3, rgb));
  }
}
