package dev.halcyon.engine.judge;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The prompts of the judge, by version. A version is never edited once it shipped: its text must
 * have the hash that stands here, so that an old opinion can always be traced to the words that
 * asked for it. Safe for any thread.
 */
public final class PromptTemplates {
  private static final Map<String, String> HASHES =
      Map.of(
          "judge-1", "ce0db5207017ed1df40a193359ee450c74c786234e7208fb8414b3e12954b67f",
          "translate-1", "901ab202785ffb4d39e34ebe3945fd79d63fd6fcd6d5835ff59fb875992d8464");

  /** The versions a policy may name. */
  public static final List<String> VERSIONS =
      HASHES.keySet().stream().filter(each -> each.startsWith("judge-")).sorted().toList();

  private static final Map<String, String> LOADED = new ConcurrentHashMap<>();

  private PromptTemplates() {}

  /**
   * The words of a version, with placeholders in double braces.
   *
   * @throws IllegalStateException when the installed file was changed
   */
  static String text(String version) {
    return LOADED.computeIfAbsent(version, PromptTemplates::load);
  }

  /** A version with the start of its hash, as assessments name it. */
  static String name(String version) {
    return version + "@" + hash(version).substring(0, 12);
  }

  private static String hash(String version) {
    String hash = HASHES.get(version);
    if (hash == null) {
      throw new IllegalStateException("no prompt " + version + "; known are " + VERSIONS);
    }
    return hash;
  }

  private static String load(String version) {
    String text =
        new String(Assets.bytes("judge/" + version + ".txt"), StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    if (!Hashes.sha256(text).equals(hash(version))) {
      throw new IllegalStateException(
          "the prompt " + version + " was changed; give the new words a new version");
    }
    return text;
  }
}
