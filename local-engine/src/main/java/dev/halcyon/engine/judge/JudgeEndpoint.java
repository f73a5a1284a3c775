package dev.halcyon.engine.judge;

import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * A server that runs a model, as the operator of this machine set it up. Immutable.
 *
 * @param name what people call it
 * @param url up to and with the version, for example {@code http://127.0.0.1:8000/v1}
 * @param key sent to prove who asks, or the empty string
 * @param pictures whether the model sees
 * @param constrained whether a server that does not hold the model to the schema is refused
 * @param temperature empty where none is sent
 * @param timeout for one answer
 * @param inputPrice millionths of the operator's currency for a million tokens read
 * @param outputPrice likewise for those written
 */
public record JudgeEndpoint(
    String name,
    Role role,
    Dialect dialect,
    HttpUrl url,
    String model,
    String key,
    boolean pictures,
    boolean constrained,
    Optional<Double> temperature,
    int maxTokens,
    Duration timeout,
    long inputPrice,
    long outputPrice) {
  private static final double PER = 1_000_000;

  /** When it is asked. */
  public enum Role {
    /** First. */
    SMALL,
    /** Where the small one is unsure, or does not answer. */
    LARGE,
    /** Where neither answers. */
    FALLBACK,
    /** Beside them: a model that knows harms and no policies. */
    GUARD,
    /** For translations alone; it judges nothing. */
    TRANSLATOR
  }

  /** What it understands. */
  public enum Dialect {
    OPENAI,
    ANTHROPIC,
    /** Older models of Anthropic: the schema as that of a tool they must use. */
    ANTHROPIC_TOOLS,
    LLAMA_GUARD,
    SHIELD_GEMMA;

    boolean guards() {
      return this == LLAMA_GUARD || this == SHIELD_GEMMA;
    }
  }

  /** Whether it is asked for opinions. */
  boolean judges() {
    return !dialect.guards() && role != Role.TRANSLATOR;
  }

  /** Whether it runs on this machine, by its address and not by what a name server says. */
  public boolean local() {
    return loopback(url.host());
  }

  static boolean loopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /** What an answer cost, in millionths of the operator's currency. */
  long cost(long inputTokens, long outputTokens) {
    return Math.round(
        (inputTokens * (double) inputPrice + outputTokens * (double) outputPrice) / PER);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return name + " (" + model + " at " + url + ")";
  }
}
