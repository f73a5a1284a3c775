package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Labels as the bytes of a bank's file, each once as long as it keeps coming back: two bytes of
 * length, then UTF-8. The empty label is at 0. Confined to one thread.
 */
final class LabelPool {
  private static final int REMEMBERED = 10_000;

  private final Map<String, Integer> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private byte[] bytes = new byte[1024];
  private int length = 2;

  /** Where the label is from now on. */
  int add(String label) {
    if (label.isEmpty()) {
      return 0;
    }
    Integer known = recent.get(label);
    if (known != null) {
      return known;
    }
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    if (length > Integer.MAX_VALUE - 16 - text.length) {
      throw new UserProblem(
          "bank.labels",
          "The labels of this list need more than 2 GB.",
          "Shorten them, or split the list into several banks.");
    }
    if (length + text.length + 2 > bytes.length) {
      int wanted = (int) Math.min(Integer.MAX_VALUE - 16, bytes.length * 2L + text.length);
      bytes = Arrays.copyOf(bytes, wanted);
    }
    int at = length;
    bytes[length++] = (byte) (text.length >>> 8);
    bytes[length++] = (byte) text.length;
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    recent.put(label, at);
    return at;
  }

  String at(int at) {
    int size = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    return new String(bytes, at + 2, size, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
