package dev.halcyon.server.access;

import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses accounts that break a rule and says which. Stateless. */
final class AccountCheck {
  static final int SHORTEST_PASSWORD = 12;

  private static final int LONGEST_PASSWORD = 1000;
  private static final int LONGEST_DISPLAY_NAME = 200;
  private static final int LONGEST_SOURCE = 100;
  private static final int MOST_SOURCES = 200;
  private static final int MOST_LANGUAGES = 40;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final Set<String> LANGUAGES =
      new HashSet<>(Arrays.asList(Locale.getISOLanguages()));

  private AccountCheck() {}

  /**
   * @throws UserProblem {@code account.name}, {@code .roles}, {@code .languages}, {@code .sources},
   *     {@code .password}
   */
  static void check(NewAccount wanted) {
    name(wanted.name());
    displayName(wanted.displayName());
    roles(wanted.roles());
    languages(wanted.languages());
    if (wanted.roles().contains(Role.SERVICE)) {
      sources(wanted.sources());
    } else if (!wanted.sources().isEmpty()) {
      throw notAService();
    }
    if (wanted.password() != null) {
      password(wanted.password());
    }
  }

  /**
   * @throws UserProblem {@code account.name}
   */
  static void name(@Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new UserProblem(
          "account.name",
          "This cannot name an account.",
          "Use 1 to 64 of a-z, 0-9, '.', '_', '@' and '-', beginning with a letter or digit.");
    }
  }

  private static void displayName(@Nullable String name) {
    if (name != null
        && (name.isBlank() || name.length() > LONGEST_DISPLAY_NAME || !isPlain(name))) {
      throw new UserProblem(
          "account.name",
          "The display name is empty, too long or holds control characters.",
          "Use 1 to " + LONGEST_DISPLAY_NAME + " characters, or leave it out.");
    }
  }

  private static void roles(Set<Role> roles) {
    if (roles.isEmpty() || roles.contains(Role.UNKNOWN)) {
      String known =
          String.join(
              ", ",
              Arrays.stream(Role.values())
                  .filter(role -> role != Role.UNKNOWN)
                  .map(Role::name)
                  .toList());
      throw new UserProblem(
          "account.roles",
          roles.isEmpty() ? "The account has no role." : "One of the roles is none.",
          "Name at least one of: " + known + ".");
    }
    if (roles.contains(Role.SERVICE) && roles.size() > 1) {
      throw new UserProblem(
          "account.roles",
          "SERVICE is the role of a platform's machine and goes with no other.",
          "Make one account for the platform and another for the person.");
    }
  }

  private static void languages(List<String> languages) {
    if (languages.size() > MOST_LANGUAGES || !LANGUAGES.containsAll(languages)) {
      throw new UserProblem(
          "account.languages",
          "One of the languages is unknown, or there are more than " + MOST_LANGUAGES + ".",
          "Use ISO 639-1, such as en.");
    }
  }

  /**
   * @throws UserProblem {@code account.sources}
   */
  static void sources(List<String> sources) {
    boolean good =
        !sources.isEmpty()
            && sources.size() <= MOST_SOURCES
            && sources.stream().allMatch(AccountCheck::isSource);
    if (!good) {
      throw new UserProblem(
          "account.sources",
          "A service account speaks for 1 to "
              + MOST_SOURCES
              + " sources of 1 to "
              + LONGEST_SOURCE
              + " characters each; these are not.",
          "Name the sources as the platform's items do, or \"*\" for every one.");
    }
  }

  private static boolean isSource(String source) {
    return !source.isBlank() && source.length() <= LONGEST_SOURCE && isPlain(source);
  }

  static UserProblem notAService() {
    return new UserProblem(
        "account.sources",
        "Only a service account speaks for sources.",
        "Leave the sources out, or give the account the role SERVICE alone.");
  }

  /**
   * @throws UserProblem {@code account.password}
   */
  static void password(@Nullable String password) {
    if (password == null
        || password.length() < SHORTEST_PASSWORD
        || password.length() > LONGEST_PASSWORD
        || password.indexOf('\0') >= 0) {
      throw new UserProblem(
          "account.password",
          "A password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.",
          "Choose another; several words together are easy to keep.");
    }
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
