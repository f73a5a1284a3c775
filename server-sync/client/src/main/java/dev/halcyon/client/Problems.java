package dev.halcyon.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Words every failure of a call as a {@link UserProblem}. Neither content nor tokens get into one:
 * bodies are never quoted and JSON errors lose their cause. Stateless.
 */
final class Problems {
  static final String UNREACHABLE = "network.unreachable";
  static final String INTERRUPTED = "network.interrupted";
  static final String EXPIRED = "auth.expired";
  static final String VERSION = "protocol.version";
  static final String ANSWER = "protocol.answer";

  private Problems() {}

  /** A call that got no answer; {@code connected} tells a dead address from a cut connection. */
  static UserProblem noAnswer(String where, boolean connected, IOException cause) {
    if (cause instanceof SSLException) {
      return new UserProblem(
          "network.untrusted",
          "The sync server at " + where + " cannot prove who it is: " + cause.getMessage(),
          "Check the address and this computer's clock; else ask who runs the server.",
          cause);
    }
    if (connected) {
      return new UserProblem(
          INTERRUPTED,
          "The connection to the sync server at " + where + " broke before it answered.",
          "Nothing on this computer is lost. Try again in a moment.",
          cause);
    }
    return new UserProblem(
        UNREACHABLE,
        "The sync server at " + where + " cannot be reached.",
        "Check the network and the address. Decisions are kept and sent when it answers again.",
        cause);
  }

  static UserProblem expired(@Nullable Problem sent) {
    return new UserProblem(
        EXPIRED,
        "You are no longer signed in" + (sent == null ? "." : ": " + sent.message()),
        "Sign in again. Decisions are kept and sent after that.");
  }

  static UserProblem notSignedIn() {
    return new UserProblem(EXPIRED, "Nobody is signed in.", "Sign in.");
  }

  static UserProblem version(String theirs) {
    return new UserProblem(
        VERSION,
        "The server speaks protocol " + theirs + ", this workbench " + Protocol.VERSION + ".",
        "Update whichever of the two is older. Decisions are kept until then.");
  }

  /** An error answer without a {@link Problem} in it, for example a proxy's page. */
  static UserProblem unexplained(int status, String where) {
    String what = "The server at " + where + " answered with status " + status;
    return status >= 500
        ? new UserProblem(
            "server.failed",
            what + " and no explanation.",
            "Try again in a moment; if it stays, tell who runs the server.")
        : new UserProblem(
            ANSWER,
            what + ", which is not an answer of a Halcyon sync server.",
            "Check the address of the server, and any proxy between.");
  }

  static UserProblem unreadable(String what, String why) {
    return new UserProblem(
        ANSWER,
        "The server's answer to " + what + " cannot be read: " + why + ".",
        "Try again; if it stays, update the workbench or tell who runs the server.");
  }

  static UserProblem tooLarge(String what, long limit) {
    return new UserProblem(
        "answer.too-large",
        "The server's answer to " + what + " is longer than " + limit + " bytes.",
        "Tell who runs the server; the case can still be opened elsewhere.");
  }

  /** Reads JSON of the wire without letting a word of it into the failure. */
  static <T> T parse(byte[] json, Class<T> type, String what) {
    T value;
    try {
      value = Wire.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw unreadable(what, "it does not fit " + type.getSimpleName() + where);
    } catch (IOException e) {
      throw unreadable(what, "it does not fit " + type.getSimpleName());
    }
    if (value == null) {
      throw unreadable(what, "it is empty");
    }
    return value;
  }

  /** The problem in an error body, or null when the body is something else. */
  static @Nullable Problem sent(@Nullable String contentType, byte[] body) {
    if (contentType == null || !contentType.contains("json")) {
      return null;
    }
    try {
      Problem problem = Wire.mapper().readValue(body, Problem.class);
      return problem == null || problem.code() == null || problem.message() == null
          ? null
          : new Problem(
              problem.code(), problem.message(), problem.remedy() == null ? "" : problem.remedy());
    } catch (IOException e) {
      return null;
    }
  }
}
