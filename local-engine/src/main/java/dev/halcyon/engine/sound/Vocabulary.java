package dev.halcyon.engine.sound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whisper's tokens: what bytes each stands for, which are marks, and which are never written.
 * Immutable and safe for any thread.
 *
 * <p>Text tokens are byte-level BPE (GPT-2): each character of an entry stands for one byte, and
 * only the bytes of several tokens together need be UTF-8.
 */
final class Vocabulary {
  /** Seconds between two time tokens. */
  static final double TICK = 0.02;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[][] bytes;
  private final String[] languages;
  private final int[] languageTokens;
  private final boolean[] suppressed;
  private final int[] suppressedFirst;
  private final int end;
  private final int start;
  private final int transcribe;
  private final int noSpeech;
  private final int noTimes;
  private final int size;

  private Vocabulary(JsonNode tokenizer, JsonNode generation) {
    Map<String, Integer> marks = new HashMap<>();
    int highest = 0;
    for (JsonNode added : tokenizer.path("added_tokens")) {
      marks.put(added.path("content").asText(), added.path("id").asInt());
      highest = Math.max(highest, added.path("id").asInt());
    }
    size = highest + 1;
    end = mark(marks, "<|endoftext|>");
    start = mark(marks, "<|startoftranscript|>");
    transcribe = mark(marks, "<|transcribe|>");
    noTimes = mark(marks, "<|notimestamps|>");
    noSpeech = marks.getOrDefault("<|nospeech|>", noTimes - 1);
    bytes = new byte[end][];
    Map<Character, Byte> alphabet = alphabet();
    tokenizer
        .path("model")
        .path("vocab")
        .properties()
        .forEach(
            entry -> {
              int id = entry.getValue().asInt();
              if (id >= 0 && id < end) {
                bytes[id] = decode(entry.getKey(), alphabet);
              }
            });
    List<Map.Entry<String, JsonNode>> known =
        List.copyOf(generation.path("lang_to_id").properties());
    languages = known.stream().map(e -> iso(e.getKey())).toArray(String[]::new);
    languageTokens = known.stream().mapToInt(e -> e.getValue().asInt()).toArray();
    suppressed = new boolean[size];
    generation.path("suppress_tokens").forEach(id -> suppressed[id.asInt()] = true);
    suppressed[noTimes] = true;
    suppressed[noSpeech] = true;
    Arrays.stream(languageTokens).forEach(id -> suppressed[id] = true);
    suppressedFirst =
        java.util.stream.StreamSupport.stream(
                generation.path("begin_suppress_tokens").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .toArray();
  }

  /**
   * Reads the model's own files.
   *
   * @throws UserProblem {@code model.damaged} when they are not what they should be
   */
  static Vocabulary read(byte[] tokenizer, byte[] generation) {
    try {
      return new Vocabulary(JSON.readTree(tokenizer), JSON.readTree(generation));
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      throw new UserProblem(
          "model.damaged",
          "The vocabulary of whisper-tiny cannot be read.",
          "Install Halcyon again, or restore models/whisper-tiny from its package.",
          e);
    }
  }

  private static int mark(Map<String, Integer> marks, String name) {
    Integer id = marks.get(name);
    if (id == null) {
      throw new IllegalStateException("no token " + name);
    }
    return id;
  }

  private static String iso(String mark) {
    String name = mark.replaceAll("[<|>]", "").toLowerCase(Locale.ROOT);
    // The model says jw for Javanese, as ISO 639-1 once did.
    return name.equals("jw") ? "jv" : name;
  }

  /**
   * The printable stand-ins of GPT-2: bytes that print stand for themselves, others from 256 on.
   */
  private static Map<Character, Byte> alphabet() {
    Map<Character, Byte> alphabet = new HashMap<>();
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean prints = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      alphabet.put((char) (prints ? b : next++), (byte) b);
    }
    return alphabet;
  }

  private static byte[] decode(String entry, Map<Character, Byte> alphabet) {
    byte[] decoded = new byte[entry.length()];
    for (int i = 0; i < decoded.length; i++) {
      Byte b = alphabet.get(entry.charAt(i));
      if (b == null) {
        throw new IllegalStateException("a token with a character that stands for no byte");
      }
      decoded[i] = b;
    }
    return decoded;
  }

  /** The text of some tokens; marks and times are left out, broken characters too. */
  String text(List<Integer> tokens) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int token : tokens) {
      if (token < end && bytes[token] != null) {
        all.writeBytes(bytes[token]);
      }
    }
    return all.toString(StandardCharsets.UTF_8).replace("\ufffd", "");
  }

  int size() {
    return size;
  }

  int end() {
    return end;
  }

  int start() {
    return start;
  }

  int transcribe() {
    return transcribe;
  }

  int noSpeech() {
    return noSpeech;
  }

  /** The token of second 0; each that follows is 20 ms later. */
  int firstTime() {
    return noTimes + 1;
  }

  boolean isTime(int token) {
    return token > noTimes;
  }

  /** ISO 639-1 codes (639-3 where there is none), in the order of {@link #languageTokens()}. */
  String[] languages() {
    return languages.clone();
  }

  int[] languageTokens() {
    return languageTokens.clone();
  }

  /** Whether a token is never written: marks, and signs for what is no speech. */
  boolean suppressed(int token) {
    return suppressed[token];
  }

  /** What a text does not begin with: a blank, or its end. */
  int[] suppressedFirst() {
    return suppressedFirst.clone();
  }
}
