package dev.halcyon.installer.journey;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture that stands for content nobody may see by accident. It carries two marks that survive
 * scaling and JPEG but neither blur nor the loss of colour: fields of pure magenta and pure green
 * side by side. Its bytes are found by themselves too. Immutable.
 */
final class MarkedPicture {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final int FIELD = 96;
  private static final int ENOUGH = 24;
  private static final int NEEDLE = 48;
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private final byte[] png;

  private MarkedPicture(byte[] png) {
    this.png = png;
  }

  /** A picture whose bytes no other run has. */
  static MarkedPicture make() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Random noise = new Random();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int gray = 60 + noise.nextInt(120);
        image.setRGB(x, y, new Color(gray, gray, gray).getRGB());
      }
    }
    Graphics2D brush = image.createGraphics();
    brush.setColor(Color.MAGENTA);
    brush.fillRect(WIDTH / 2 - FIELD, (HEIGHT - FIELD) / 2, FIELD, FIELD);
    brush.setColor(Color.GREEN);
    brush.fillRect(WIDTH / 2, (HEIGHT - FIELD) / 2, FIELD, FIELD);
    brush.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MarkedPicture(bytes.toByteArray());
  }

  byte[] png() {
    return png.clone();
  }

  /** Whether both marks are in a picture; on the JavaFX thread if it is drawn to. */
  static boolean isIn(Image image) {
    PixelReader pixels = image.getPixelReader();
    return pixels != null && isIn((int) image.getWidth(), (int) image.getHeight(), pixels::getArgb);
  }

  private static boolean isIn(BufferedImage image) {
    return isIn(image.getWidth(), image.getHeight(), image::getRGB);
  }

  @FunctionalInterface
  private interface Pixels {
    int at(int x, int y);
  }

  private static boolean isIn(int width, int height, Pixels pixels) {
    int magenta = 0;
    int green = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int argb = pixels.at(x, y);
        int red = argb >> 16 & 0xFF;
        int middle = argb >> 8 & 0xFF;
        int blue = argb & 0xFF;
        magenta += red > 180 && blue > 180 && middle < 90 ? 1 : 0;
        green += middle > 180 && red < 90 && blue < 90 ? 1 : 0;
      }
    }
    return magenta >= ENOUGH && green >= ENOUGH;
  }

  /**
   * The files under a folder, changed since a time, that hold the picture's bytes, a picture with
   * the marks (alone or inside another file), or its pixels as they lie in memory.
   */
  List<Path> filesWithIt(Path folder, long sinceMillis) {
    try (Stream<Path> all = walk(folder)) {
      return all.filter(file -> isRecent(file, sinceMillis)).filter(this::isInFile).toList();
    }
  }

  /** Every readable file; what others delete meanwhile is passed over. */
  private static Stream<Path> walk(Path folder) {
    if (Files.isSymbolicLink(folder)) {
      return Stream.empty();
    }
    if (!Files.isDirectory(folder)) {
      return Files.isRegularFile(folder) && Files.isReadable(folder)
          ? Stream.of(folder)
          : Stream.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream().flatMap(MarkedPicture::walk);
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean isRecent(Path file, long sinceMillis) {
    try {
      return Files.getLastModifiedTime(file).toMillis() >= sinceMillis
          && Files.size(file) <= MOST_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isInFile(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      return false;
    }
    return holdsBytes(bytes) || holdsPixels(bytes) || holdsMarkedPicture(bytes);
  }

  /** Pieces of the compressed pixels, from the front, the middle and the end. */
  private boolean holdsBytes(byte[] bytes) {
    return Stream.of(png.length / 10, png.length / 2, png.length * 9 / 10)
        .map(at -> Arrays.copyOfRange(png, at, at + NEEDLE))
        .anyMatch(piece -> indexOf(bytes, piece, 0) >= 0);
  }

  /** A row of the magenta field, in the orders that pictures are held in. */
  private static boolean holdsPixels(byte[] bytes) {
    byte full = (byte) 0xFF;
    return Stream.of(new byte[] {full, 0, full}, new byte[] {full, 0, full, full})
        .map(pixel -> repeat(pixel, 32))
        .anyMatch(row -> indexOf(bytes, row, 0) >= 0);
  }

  private static byte[] repeat(byte[] pixel, int times) {
    byte[] row = new byte[pixel.length * times];
    for (int i = 0; i < row.length; i++) {
      row[i] = pixel[i % pixel.length];
    }
    return row;
  }

  private static boolean holdsMarkedPicture(byte[] bytes) {
    byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'};
    for (byte[] start : List.of(jpeg, png)) {
      for (int at = indexOf(bytes, start, 0); at >= 0; at = indexOf(bytes, start, at + 1)) {
        if (isMarked(bytes, at)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isMarked(byte[] bytes, int from) {
    try (ImageInputStream in =
        ImageIO.createImageInputStream(
            new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return false;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        boolean small = (long) reader.getWidth(0) * reader.getHeight(0) < 20_000_000;
        return small && isIn(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Bytes that only looked like the start of a picture.
      return false;
    }
  }

  private static int indexOf(byte[] bytes, byte[] piece, int from) {
    byte first = piece[0];
    for (int at = from; at <= bytes.length - piece.length; at++) {
      if (bytes[at] == first
          && Arrays.equals(bytes, at, at + piece.length, piece, 0, piece.length)) {
        return at;
      }
    }
    return -1;
  }
}
