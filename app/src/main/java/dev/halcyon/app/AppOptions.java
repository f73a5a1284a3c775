package dev.halcyon.app;

import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.ServerAddress;
import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the workbench was started. Immutable.
 *
 * @param server address of the sync server, or empty when the person types it in
 * @param token one-time token that signs in without a password; comes by file only
 * @param data folder of the outbox and the preferences
 * @param appearance light, dark or high contrast for this start; empty for what the person chose
 */
public record AppOptions(
    Optional<URI> server, Optional<String> token, Path data, Optional<Look.Appearance> appearance) {
  private static final Set<String> KNOWN =
      Set.of("--server", "--handshake", "--account", "--data", "--theme");

  /**
   * Reads the command line.
   *
   * @throws UserProblem {@code app.arguments} naming what is wrong, {@code app.handshake} when the
   *     file named cannot be used
   */
  public static AppOptions parse(List<String> args) {
    return from(pairs(args, KNOWN));
  }

  static AppOptions from(Map<String, String> given) {
    Optional<Handshake> handshake =
        Optional.ofNullable(given.get("--handshake"))
            .map(
                file ->
                    Handshake.read(
                        Path.of(file), given.getOrDefault("--account", Handshake.REVIEWER)));
    return new AppOptions(
        Optional.ofNullable(given.get("--server"))
            .map(AppOptions::address)
            .or(() -> handshake.map(Handshake::server)),
        handshake.map(Handshake::token),
        Optional.ofNullable(given.get("--data")).map(Path::of).orElseGet(AppOptions::defaultData),
        Optional.ofNullable(given.get("--theme")).map(AppOptions::appearance));
  }

  /** Tokens stay out of logs. */
  @Override
  public String toString() {
    return "AppOptions[server=" + server + ", data=" + data + "]";
  }

  /** Splits a command line into options and their values; every option takes one. */
  public static Map<String, String> pairs(List<String> args, Set<String> known) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String option = args.get(i);
      if (!known.contains(option)) {
        throw wrong(option + " is not an option of it", known);
      }
      if (i + 1 == args.size()) {
        throw wrong(option + " needs a value", known);
      }
      given.put(option, args.get(i + 1));
    }
    return given;
  }

  private static URI address(String text) {
    try {
      return ServerAddress.parse(text);
    } catch (IllegalArgumentException _) {
      throw wrong("--server " + text + " is not an http or https address", KNOWN);
    }
  }

  private static Look.Appearance appearance(String text) {
    try {
      return Look.Appearance.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw wrong("--theme " + text + " is not light, dark, contrast or system", KNOWN);
    }
  }

  private static UserProblem wrong(String what, Set<String> known) {
    return new UserProblem(
        "app.arguments",
        "The workbench cannot start: " + what + ".",
        "It knows " + String.join(", ", known.stream().sorted().toList()) + ".");
  }

  private static Path defaultData() {
    String home = System.getenv("XDG_DATA_HOME");
    Path base =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(home);
    return base.resolve("halcyon").resolve("workbench");
  }
}
