package dev.halcyon.server.access;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code ./halcyon account}. Immutable.
 *
 * @param name of the account; empty for a list
 */
record AccountArguments(Verb verb, String name, Map<Option, List<String>> given) {
  /** The code of a problem with the command line itself. */
  static final String USAGE_CODE = "usage";

  static final String USAGE =
      """
      usage: account add NAME --role ROLE[,ROLE] [--display-name TEXT] [--language xx[,xx]]
                     [--source NAME]… [--password-file FILE|-] WHERE
             account list WHERE
             account token NAME WHERE          a new one-time token
             account disable NAME WHERE        closes it and ends its sessions
             account enable NAME WHERE         opens it again, without its old password
             account password NAME --password-file FILE|- WHERE
             account sources NAME --source NAME… WHERE
      WHERE: --data DIR                        the data of a stopped server; where none is
                                               given, ./halcyon means that of ./halcyon server
             --database URL                    jdbc:postgresql://…, servers may run
             --server URL [--as NAME] --secret-file FILE|-
                                               a running server, as one of its administrators:
                                               FILE holds NAME's password, or without --as
                                               a one-time token; - reads it from the input
      ROLE:  reviewer, lead, appeals, wellness, policy, auditor, admin, service\
      """;

  /** What is asked for. */
  enum Verb {
    ADD,
    LIST,
    TOKEN,
    DISABLE,
    ENABLE,
    PASSWORD,
    SOURCES
  }

  /** What may be said with it. */
  enum Option {
    ROLE(EnumSet.of(Verb.ADD)),
    DISPLAY_NAME(EnumSet.of(Verb.ADD)),
    LANGUAGE(EnumSet.of(Verb.ADD)),
    SOURCE(EnumSet.of(Verb.ADD, Verb.SOURCES)),
    PASSWORD_FILE(EnumSet.of(Verb.ADD, Verb.PASSWORD)),
    DATA(EnumSet.allOf(Verb.class)),
    DATABASE(EnumSet.allOf(Verb.class)),
    SERVER(EnumSet.allOf(Verb.class)),
    AS(EnumSet.allOf(Verb.class)),
    SECRET_FILE(EnumSet.allOf(Verb.class));

    private final Set<Verb> of;

    Option(Set<Verb> of) {
      this.of = of;
    }

    String word() {
      return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Set<Option> REPEATED = EnumSet.of(Option.SOURCE);
  private static final Set<Option> PLACES = EnumSet.of(Option.DATA, Option.DATABASE, Option.SERVER);

  /**
   * @throws UserProblem with {@link #USAGE_CODE}
   */
  static AccountArguments parse(List<String> words) {
    Iterator<String> rest = words.iterator();
    String first = rest.hasNext() ? rest.next() : "";
    Verb verb =
        Arrays.stream(Verb.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(first))
            .findFirst()
            .orElseThrow(
                () -> usage("account knows add, list, token, disable, enable, password, sources."));
    String name = "";
    if (verb != Verb.LIST) {
      name = rest.hasNext() ? rest.next() : "";
      if (name.isEmpty() || name.startsWith("--")) {
        throw usage("account " + first + " needs the account's name first.");
      }
    }
    Map<Option, List<String>> given = options(verb, rest);
    AccountArguments arguments = new AccountArguments(verb, name, given);
    arguments.check();
    return arguments;
  }

  private static Map<Option, List<String>> options(Verb verb, Iterator<String> rest) {
    Map<Option, List<String>> given = new LinkedHashMap<>();
    while (rest.hasNext()) {
      String word = rest.next();
      Option option =
          Arrays.stream(Option.values())
              .filter(each -> each.word().equals(word) && each.of.contains(verb))
              .findFirst()
              .orElseThrow(
                  () ->
                      usage(
                          "account "
                              + verb.name().toLowerCase(Locale.ROOT)
                              + " has no option "
                              + word
                              + "."));
      if (!rest.hasNext()) {
        throw usage(word + " needs a value.");
      }
      if (given.containsKey(option) && !REPEATED.contains(option)) {
        throw usage(word + " stands twice.");
      }
      given.computeIfAbsent(option, unused -> new ArrayList<>()).add(rest.next());
    }
    return given;
  }

  private void check() {
    if (given.keySet().stream().filter(PLACES::contains).count() != 1) {
      throw usage("Say where, once: --data DIR, --database URL or --server URL.");
    }
    boolean remote = given.containsKey(Option.SERVER);
    if (remote != given.containsKey(Option.SECRET_FILE)
        || !remote && given.containsKey(Option.AS)) {
      throw usage("--server goes with --secret-file; --as and --secret-file go with --server.");
    }
    if (verb == Verb.ADD && !given.containsKey(Option.ROLE)) {
      throw usage("account add needs --role.");
    }
    if (verb == Verb.SOURCES && !given.containsKey(Option.SOURCE)) {
      throw usage("account sources needs --source.");
    }
    if (verb == Verb.PASSWORD && !given.containsKey(Option.PASSWORD_FILE)) {
      throw usage("account password needs --password-file.");
    }
    if (value(Option.PASSWORD_FILE).equals(value(Option.SECRET_FILE))
        && value(Option.SECRET_FILE).equals(Optional.of("-"))) {
      throw usage("Only one of --password-file and --secret-file can be the input.");
    }
  }

  Optional<String> value(Option option) {
    return Optional.ofNullable(given.get(option)).map(List::getFirst);
  }

  List<String> sources() {
    return given.getOrDefault(Option.SOURCE, List.of());
  }

  List<String> roles() {
    return value(Option.ROLE).map(AccountArguments::split).orElse(List.of());
  }

  List<String> languages() {
    return value(Option.LANGUAGE).map(AccountArguments::split).orElse(List.of());
  }

  @Nullable String displayName() {
    return value(Option.DISPLAY_NAME).orElse(null);
  }

  private static List<String> split(String list) {
    return Arrays.stream(list.split(",")).filter(Predicate.not(String::isBlank)).toList();
  }

  /** The password given for the account, or null. */
  @Nullable String password(InputStream in) {
    return value(Option.PASSWORD_FILE).map(file -> secret(file, in)).orElse(null);
  }

  /**
   * The first line of a file, or of the input.
   *
   * @throws UserProblem {@code account.secret}
   */
  static String secret(String file, InputStream in) {
    try {
      byte[] bytes = file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new UserProblem(
          "account.secret",
          "The file " + file + " cannot be read: " + e.getMessage(),
          "Give a file whose first line is the secret, or - for the input.",
          e);
    }
  }

  private static UserProblem usage(String message) {
    return new UserProblem(USAGE_CODE, message, USAGE);
  }
}
