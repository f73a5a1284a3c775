package dev.halcyon.engine.worker;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes the worker's pixels in the host, so that no byte a hostile file had a say in ever reaches
 * a picture decoder of the server or the workbench. Stateless.
 */
public final class JpegEncoder {
  private static final float QUALITY = 0.85f;

  private JpegEncoder() {}

  /** A JPEG of the pixels. */
  public static EncodedPicture encode(Pixels pixels) {
    boolean gray = pixels.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            pixels.width(),
            pixels.height(),
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] samples = pixels.bytes();
    if (!gray) {
      samples = samples.clone();
      for (int i = 0; i < samples.length; i += 3) {
        byte red = samples[i];
        samples[i] = samples[i + 2];
        samples[i + 2] = red;
      }
    }
    System.arraycopy(
        samples,
        0,
        ((java.awt.image.DataBufferByte) image.getRaster().getDataBuffer()).getData(),
        0,
        samples.length);
    return new EncodedPicture("image/jpeg", pixels.width(), pixels.height(), write(image));
  }

  private static byte[] write(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a picture to memory failed", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
