package dev.halcyon.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Picture files that no writer at hand makes: odd, deep, hostile. */
public final class PictureFiles {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private static final int COMMENT = 60_000;

  private PictureFiles() {}

  /** Bytes of one part of a file. */
  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    body.write(new DataOutputStream(all));
    return all.toByteArray();
  }

  /** A JPEG file with an EXIF block that states an orientation (tag 0x0112). */
  public static byte[] withOrientation(byte[] jpeg, int tag) throws IOException {
    byte[] exif =
        bytes(
            out -> {
              out.writeBytes("Exif\0\0MM\0*");
              out.writeInt(8);
              out.writeShort(1);
              out.writeShort(0x0112);
              out.writeShort(3);
              out.writeInt(1);
              out.writeShort(tag);
              out.writeShort(0);
              out.writeInt(0);
            });
    return bytes(
        out -> {
          out.write(jpeg, 0, 2);
          out.writeShort(0xffe1);
          out.writeShort(exif.length + 2);
          out.write(exif);
          out.write(jpeg, 2, jpeg.length - 2);
        });
  }

  /** One PNG chunk with its checksum. */
  private static void chunk(DataOutputStream out, String name, byte[] body) throws IOException {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(body);
    out.writeInt(body.length);
    out.write(type);
    out.write(body);
    out.writeInt((int) crc.getValue());
  }

  /** A PNG file from its header fields and its pixel data, packed or not as given. */
  public static byte[] png(int width, int height, int bits, int colour, byte[] packed)
      throws IOException {
    return pngWith(width, height, bits, colour, packed);
  }

  /** One PNG chunk. */
  public static byte[] pngChunk(String name, byte[] body) throws IOException {
    return bytes(out -> chunk(out, name, body));
  }

  /** The same with chunks of one's own before the pixels. */
  public static byte[] pngWith(
      int width, int height, int bits, int colour, byte[] packed, byte[]... chunks)
      throws IOException {
    byte[] header =
        bytes(
            out -> {
              out.writeInt(width);
              out.writeInt(height);
              out.write(new byte[] {(byte) bits, (byte) colour, 0, 0, 0});
            });
    return bytes(
        out -> {
          out.write(PNG);
          chunk(out, "IHDR", header);
          for (byte[] each : chunks) {
            out.write(each);
          }
          chunk(out, "IDAT", packed);
          chunk(out, "IEND", new byte[0]);
        });
  }

  /** An animated PNG whose first picture is made to stand outside of its animation. */
  public static byte[] withoutFirstFrameControl(byte[] apng) {
    String text = new String(apng, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("fcTL") - 4;
    byte[] out = new byte[apng.length - 38];
    System.arraycopy(apng, 0, out, 0, at);
    System.arraycopy(apng, at + 38, out, at, apng.length - at - 38);
    return out;
  }

  /** RGB of one colour with 16 bits a sample; the arguments are the upper bytes. */
  public static byte[] sixteenBitPng(int width, int height, int red, int green, int blue)
      throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < height; y++) {
      rows.write(0);
      for (int x = 0; x < width; x++) {
        for (int sample : new int[] {red, green, blue}) {
          rows.write(sample);
          rows.write(sample);
        }
      }
    }
    return png(width, height, 16, 2, deflate(rows.toByteArray()));
  }

  /** Deflates as a PNG wants it. */
  public static byte[] deflate(byte[] raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packer =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
      packer.write(raw);
    }
    return out.toByteArray();
  }

  /** Zeros that unpack to so many bytes, a thousandth of it packed. */
  public static byte[] bomb(long unpacked) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packer =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] zeros = new byte[1 << 20];
      for (long done = 0; done < unpacked; done += zeros.length) {
        packer.write(zeros);
      }
    }
    return out.toByteArray();
  }

  /**
   * A progressive JPEG of one gray, whose only scan holds the means of the blocks: a few kilobytes,
   * for which a decoder makes room for every coefficient of every block.
   *
   * @param sampling across and down of the first component against the others: 1 for 4:4:4, 2 for
   *     4:2:0
   */
  public static byte[] progressiveJpeg(int width, int height, int components, int sampling)
      throws IOException {
    int unit = 8 * (components == 1 ? 1 : sampling);
    long units = (long) Math.ceilDiv(width, unit) * Math.ceilDiv(height, unit);
    long blocks = units * (components == 1 ? 1 : sampling * sampling + components - 1);
    return bytes(
        out -> {
          out.writeShort(0xffd8);
          // FFmpeg takes a file of fewer than two bits a block for a false header.
          for (long left = blocks / 2; left > 0; left -= COMMENT) {
            out.writeShort(0xfffe);
            out.writeShort(2 + COMMENT);
            out.write(new byte[COMMENT]);
          }
          quantisation(out);
          out.writeShort(0xffc2);
          out.writeShort(8 + 3 * components);
          out.write(8);
          out.writeShort(height);
          out.writeShort(width);
          out.write(components);
          for (int c = 1; c <= components; c++) {
            int factor = c == 1 && components > 1 ? sampling : 1;
            out.write(new byte[] {(byte) c, (byte) (factor << 4 | factor), 0});
          }
          // One code, of one bit: no difference to the block before.
          out.writeShort(0xffc4);
          out.writeShort(20);
          out.write(new byte[] {0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
          out.writeShort(0xffda);
          out.writeShort(6 + 2 * components);
          out.write(components);
          for (int c = 1; c <= components; c++) {
            out.write(new byte[] {(byte) c, 0});
          }
          out.write(new byte[] {0, 0, 0});
          out.write(new byte[Math.toIntExact(Math.ceilDiv(blocks, 8))]);
          out.writeShort(0xffd9);
        });
  }

  private static void quantisation(DataOutputStream out) throws IOException {
    out.writeShort(0xffdb);
    out.writeShort(67);
    out.write(0);
    for (int i = 0; i < 64; i++) {
      out.write(8);
    }
  }

  /** A CMYK JPEG as Adobe's programs write it (inks inverted, APP14 marker), full cyan. */
  public static byte[] cmykJpeg(int width, int height) throws IOException {
    // Four components, one Huffman table pair each of a single code: every block is its DC value.
    int blocks = Math.ceilDiv(width, 8) * Math.ceilDiv(height, 8);
    return bytes(
        out -> {
          out.writeShort(0xffd8);
          out.writeShort(0xffee);
          out.writeShort(14);
          out.writeBytes("Adobe");
          out.write(new byte[] {0, 100, 0, 0, 0, 0, 0});
          quantisation(out);
          out.writeShort(0xffc0);
          out.writeShort(20);
          out.write(8);
          out.writeShort(height);
          out.writeShort(width);
          out.write(4);
          for (int c = 1; c <= 4; c++) {
            out.write(new byte[] {(byte) c, 0x11, 0});
          }
          // DC codes: 0 -> no change, 10 -> 8 bits follow. AC code: 0 -> end of block.
          out.writeShort(0xffc4);
          out.writeShort(21);
          out.write(new byte[] {0x00, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8});
          out.writeShort(0xffc4);
          out.writeShort(20);
          out.write(new byte[] {0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
          out.writeShort(0xffda);
          out.writeShort(14);
          out.write(4);
          for (int c = 1; c <= 4; c++) {
            out.write(new byte[] {(byte) c, 0});
          }
          out.write(new byte[] {0, 63, 0});
          out.write(cyanScan(blocks));
          out.writeShort(0xffd9);
        });
  }

  /**
   * Adobe stores 255 minus ink: cyan 0, the others 255. The DC term is (sample − 128), steps of 8.
   */
  private static byte[] cyanScan(int blocks) {
    StringBuilder bits = new StringBuilder();
    for (int block = 0; block < blocks; block++) {
      for (int component = 0; component < 4; component++) {
        if (block > 0) {
          bits.append("00");
        } else {
          // First block: −128 has eight bits 01111111; +127 has seven, so the next lower of eight.
          bits.append("10").append(component == 0 ? "01111111" : "10000000").append('0');
        }
      }
    }
    while (bits.length() % 8 != 0) {
      bits.append('1');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bits.length(); i += 8) {
      int value = Integer.parseInt(bits.substring(i, i + 8), 2);
      out.write(value);
      if (value == 0xff) {
        out.write(0);
      }
    }
    return out.toByteArray();
  }
}
