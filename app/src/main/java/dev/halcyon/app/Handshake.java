package dev.halcyon.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.app.kit.ServerAddress;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a server listens and the one-time token of one of its sample accounts, as the server wrote
 * them into a file that only its owner can read: on a command line everybody on the machine could
 * read the token. Immutable.
 *
 * @param token works once
 */
public record Handshake(URI server, String token) {
  /** The sample reviewer. */
  public static final String REVIEWER = "ana";

  /** The sample lead. */
  public static final String LEAD = "lin";

  /**
   * Reads the file that a server started with {@code --handshake FILE} wrote. Blocks for the disk.
   *
   * @throws UserProblem {@code app.handshake} saying what is wrong with the file
   */
  public static Handshake read(Path file, String account) {
    try {
      JsonNode handshake = Wire.mapper().readTree(Files.readString(file));
      String token = handshake.path("tokens").path(account).asText("");
      if (token.isEmpty()) {
        throw wrong("The handshake file " + file + " holds no token for '" + account + "'.", null);
      }
      return new Handshake(ServerAddress.parse(handshake.path("url").asText("")), token);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Neither is quoted: both may hold a token.
      throw wrong("The file " + file + " is not a handshake file of a server.", null);
    } catch (IOException e) {
      throw wrong("The handshake file " + file + " cannot be read.", e);
    }
  }

  private static UserProblem wrong(
      String what, @org.jspecify.annotations.Nullable Throwable cause) {
    String remedy =
        "Start the server with --sample --handshake FILE and name the same file, or leave it out"
            + " and sign in with a password.";
    return cause == null
        ? new UserProblem("app.handshake", what, remedy)
        : new UserProblem("app.handshake", what, remedy, cause);
  }

  /** Tokens stay out of logs. */
  @Override
  public String toString() {
    return "Handshake[server=" + server + "]";
  }
}
