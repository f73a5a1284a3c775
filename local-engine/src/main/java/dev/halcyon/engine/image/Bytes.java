package dev.halcyon.engine.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers in a few bytes of a file; what lies past the end reads as zero. Immutable. */
record Bytes(byte[] bytes) {
  int u8(int at) {
    return at >= 0 && at < bytes.length ? bytes[at] & 0xff : 0;
  }

  int u16be(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int u16le(int at) {
    return u8(at + 1) << 8 | u8(at);
  }

  int u24le(int at) {
    return u8(at + 2) << 16 | u16le(at);
  }

  long u32be(int at) {
    return (long) u16be(at) << 16 | u16be(at + 2);
  }

  long u32le(int at) {
    return (long) u16le(at + 2) << 16 | u16le(at);
  }

  int i32le(int at) {
    return (int) u32le(at);
  }

  String text(int at, int length) {
    int from = Math.min(at, bytes.length);
    return new String(bytes, from, Math.min(length, bytes.length - from), ISO_8859_1);
  }

  int length() {
    return bytes.length;
  }
}
