package dev.halcyon.assets.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;

/** Writes pictures as JPEG (with or without EXIF), PNG, WebP and animated GIF. */
final class PictureFiles {
  private PictureFiles() {}

  static void png(BufferedImage image, Path file) throws IOException {
    ImageIO.write(image, "png", file.toFile());
  }

  static void jpeg(BufferedImage image, double quality, Path file) throws IOException {
    Files.write(file, jpeg(image, quality));
  }

  /**
   * Writes a JPEG whose pixels lie on their side and whose EXIF orientation 6 says so: a viewer
   * that heeds it turns the picture a quarter to the right.
   */
  static void turnedJpeg(BufferedImage upright, double quality, Path file) throws IOException {
    byte[] plain = jpeg(Pictures.turnedLeft(upright), quality);
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0, // APP1, length, Exif
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // TIFF, big-endian, first directory at 8
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0, // one entry: Orientation, SHORT, 6
      0,
      0,
      0,
      0 // no further directory
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.write(exif);
    out.write(plain, 2, plain.length - 2);
    Files.write(file, out.toByteArray());
  }

  private static byte[] jpeg(BufferedImage image, double quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality((float) quality);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Writes a looping GIF, {@code hundredths} of a second a frame. */
  static void gif(List<BufferedImage> frames, int hundredths, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(
                new ImageTypeSpecifier(frame), writer.getDefaultWriteParam());
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control =
            (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        control.setAttribute("delayTime", Integer.toString(hundredths));
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        extensions.appendChild(loop);
        root.appendChild(extensions);
        metadata.setFromTree("javax_imageio_gif_image_1.0", root);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  static void webp(BufferedImage image, int quality, Path file) throws IOException {
    try (FFmpegFrameRecorder recorder =
            new FFmpegFrameRecorder(file.toFile(), image.getWidth(), image.getHeight(), 0);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFormat("webp");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_WEBP);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setVideoOption("quality", Integer.toString(quality));
      recorder.start();
      recorder.record(converter.convert(bgr(image)));
      recorder.stop();
    }
  }

  /** The picture in the layout that the frame converter passes on without surprises. */
  static BufferedImage bgr(BufferedImage image) {
    BufferedImage copy =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    copy.createGraphics().drawImage(image, 0, 0, null);
    return copy;
  }
}
