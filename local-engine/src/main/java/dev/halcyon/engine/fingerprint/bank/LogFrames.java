package dev.halcyon.engine.fingerprint.bank;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How changes stand in a bank's log: frames of several changes that count together. A frame is its
 * length, the length again with all bits turned, a CRC-32C of the body, and the body: the running
 * number of its first change, how many changes, and each change. All big-endian. Stateless.
 */
final class LogFrames {
  /** Most changes in one frame, so that one fits memory well. */
  static final int MOST = 10_000;

  private static final int HEAD = 12;
  private static final int PAGE = 4096;

  private LogFrames() {}

  /**
   * One change.
   *
   * @param withdrawn whether the hash goes, under all its labels; otherwise the entry comes
   */
  record Change(BankEntry entry, boolean withdrawn) {}

  /**
   * What frames hold.
   *
   * @param end where the last whole frame ends
   */
  record Content(List<Change> changes, int end) {}

  static byte[] encode(List<Change> changes, long first) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(new byte[HEAD]);
      out.writeLong(first);
      out.writeInt(changes.size());
      for (Change change : changes) {
        BankEntry entry = change.entry();
        out.writeByte(change.withdrawn() ? 1 : 0);
        for (int i = 0; i < entry.hash().words(); i++) {
          out.writeLong(entry.hash().word(i));
        }
        out.writeByte(entry.quality());
        byte[] label = entry.label().getBytes(StandardCharsets.UTF_8);
        out.writeShort(label.length);
        out.write(label);
      }
    } catch (IOException e) {
      throw new AssertionError("writing to memory failed", e);
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
    int length = frame.capacity() - HEAD;
    frame.putInt(length).putInt(~length).putInt(checksum(frame.array(), HEAD, length));
    return frame.array();
  }

  /**
   * Reads frames up to the end or to a last one that was never finished.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code bank.damaged} when a frame was whole once
   */
  static Content decode(byte[] bytes, int from, HashKind kind, Path file) {
    List<Change> changes = new ArrayList<>();
    int at = from;
    while (at < bytes.length) {
      int length = whole(bytes, at);
      if (length < 0) {
        if (!torn(bytes, at)) {
          throw BankLayout.damaged(file, "what stands at byte " + at + " is not what was written");
        }
        break;
      }
      ByteBuffer body = ByteBuffer.wrap(bytes, at + HEAD, length);
      try {
        changes(body, kind, changes);
      } catch (BufferUnderflowException e) {
        throw BankLayout.damaged(file, "what stands at byte " + at + " is no list of changes");
      }
      at += HEAD + length;
    }
    return new Content(changes, at);
  }

  private static void changes(ByteBuffer body, HashKind kind, List<Change> into) {
    long first = body.getLong();
    int count = body.getInt();
    if (first != into.size()) {
      throw new BufferUnderflowException();
    }
    for (int i = 0; i < count; i++) {
      boolean withdrawn = body.get() != 0;
      long[] words = new long[kind.words()];
      for (int w = 0; w < words.length; w++) {
        words[w] = body.getLong();
      }
      int quality = body.get();
      byte[] label = new byte[Short.toUnsignedInt(body.getShort())];
      body.get(label);
      into.add(
          new Change(
              new BankEntry(kind.of(words, 0), quality, new String(label, StandardCharsets.UTF_8)),
              withdrawn));
    }
  }

  /** Length of the whole frame's body that begins here, or −1. */
  private static int whole(byte[] bytes, int at) {
    if (bytes.length - at < HEAD) {
      return -1;
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD);
    int length = head.getInt();
    boolean sound = length == ~head.getInt() && length >= 0 && length <= bytes.length - at - HEAD;
    return sound && head.getInt() == checksum(bytes, at + HEAD, length) ? length : -1;
  }

  /**
   * Whether the frame that begins here was never finished. Each frame is forced to disk before the
   * next is written, so only the last can be; then the file ends before the frame does, or some of
   * its pages were never filled and are zero. Anything else was whole once and is damaged.
   */
  private static boolean torn(byte[] bytes, int at) {
    if (bytes.length - at < HEAD) {
      return true;
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD);
    int length = head.getInt();
    boolean stated = length == ~head.getInt() && length >= 0;
    if (stated && length > bytes.length - at - HEAD) {
      return true;
    }
    int end = stated ? at + HEAD + length : bytes.length;
    if (end != bytes.length) {
      return false;
    }
    for (int page = at; page < end; page = (page / PAGE + 1) * PAGE) {
      if (zero(bytes, page, Math.min(end, (page / PAGE + 1) * PAGE))) {
        return true;
      }
    }
    return false;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
