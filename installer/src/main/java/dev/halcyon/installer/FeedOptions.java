package dev.halcyon.installer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the feed is started. Immutable.
 *
 * @param live whether to go on with the late arrivals
 */
record FeedOptions(URI server, String serviceToken, String policyToken, boolean live) {
  /** The code of a {@link UserProblem} that means the command line was wrong. */
  static final String USAGE_CODE = "usage";

  /** The sample accounts that the feed acts as. */
  private static final String SERVICE = "harbor";

  private static final String POLICY = "pol";

  static final String USAGE =
      """
      Usage: SampleFeed --handshake FILE [--live]
             SampleFeed --server URL --token TOKEN --policy-token TOKEN [--live]
        --handshake FILE      the file a server started with --sample --handshake FILE wrote
        --server URL          where the server listens
        --token TOKEN         one-time token of an account of the role service
        --policy-token TOKEN  one-time token of an account of the role policy
        --live                go on for twenty minutes with the items that arrive late
      """;

  /** Tokens stay out of logs. */
  @Override
  public String toString() {
    return "FeedOptions[server=" + server + ", live=" + live + "]";
  }

  /**
   * Reads a command line.
   *
   * @throws UserProblem with {@link #USAGE_CODE}
   */
  static FeedOptions parse(List<String> arguments) {
    @Nullable Path handshake = null;
    @Nullable URI server = null;
    @Nullable String token = null;
    @Nullable String policy = null;
    boolean live = false;
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--handshake" -> handshake = Path.of(value(word, words));
        case "--server" -> server = address(value(word, words));
        case "--token" -> token = value(word, words);
        case "--policy-token" -> policy = value(word, words);
        case "--live" -> live = true;
        default -> throw usage("There is no option " + word + ".");
      }
    }
    if (handshake != null) {
      return read(handshake, live);
    }
    if (server == null || token == null || policy == null) {
      throw usage("Either --handshake, or --server, --token and --policy-token are needed.");
    }
    return new FeedOptions(server, token, policy, live);
  }

  /** Tokens given by file do not show in the list of processes. */
  private static FeedOptions read(Path file, boolean live) {
    try {
      JsonNode handshake = Wire.mapper().readTree(Files.readString(file));
      JsonNode tokens = handshake.path("tokens");
      if (handshake.hasNonNull("url") && tokens.hasNonNull(SERVICE) && tokens.hasNonNull(POLICY)) {
        return new FeedOptions(
            address(handshake.get("url").asText()),
            tokens.get(SERVICE).asText(),
            tokens.get(POLICY).asText(),
            live);
      }
    } catch (IOException e) {
      throw new UserProblem(
          "feed.handshake",
          "The handshake file " + file + " cannot be read: " + e.getClass().getSimpleName(),
          "Start the server with --sample --handshake FILE and name the same file.",
          e);
    }
    throw new UserProblem(
        "feed.handshake",
        "The handshake file " + file + " lacks the address or the tokens of the sample accounts.",
        "Start the server with --sample --handshake FILE and name the same file.");
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw usage(option + " needs a value.");
    }
    return words.next();
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same answer.
    }
    throw usage("--server must be an address such as http://127.0.0.1:8470, not " + text + ".");
  }

  private static UserProblem usage(String message) {
    return new UserProblem(USAGE_CODE, message, USAGE);
  }
}
