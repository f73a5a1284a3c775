package dev.halcyon.engine.cli;

import dev.halcyon.protocol.UserProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of a command, told apart. Immutable once read. */
final class Options {
  /** Problems with what was asked, before anything was looked at. */
  static final Set<String> WRONG_USAGE =
      Set.of(
          "usage",
          "policy.invalid",
          "policy.file",
          "labels.file",
          "calibration.name",
          "calibration.exists",
          "calibration.reference",
          "calibration.missing",
          "calibration.damaged",
          "calibration.other");

  private final String usage;
  private final Map<String, String> values = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Options(String usage) {
    this.usage = usage;
  }

  /**
   * Reads arguments. What follows {@code --} is an operand whatever it looks like.
   *
   * @param flags names of options without a value
   * @param valued names of options with one
   * @throws UserProblem {@code usage}
   */
  static Options read(List<String> arguments, Set<String> flags, Set<String> valued, String usage) {
    Options options = new Options(usage);
    for (int i = 0; i < arguments.size(); i++) {
      String each = arguments.get(i);
      if (each.equals("--")) {
        options.operands.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      } else if (flags.contains(each)) {
        options.values.put(each, "");
      } else if (valued.contains(each)) {
        if (++i == arguments.size()) {
          throw usage(each + " needs a value.", usage);
        }
        options.values.put(each, arguments.get(i));
      } else if (each.startsWith("-") && each.length() > 1) {
        throw usage("'" + each + "' is no option.", usage);
      } else {
        options.operands.add(each);
      }
    }
    return options;
  }

  static UserProblem usage(String message, String usage) {
    return new UserProblem("usage", message, "usage: ./halcyon " + usage);
  }

  UserProblem wrong(String message) {
    return usage(message, usage);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String value(String name) {
    return values.get(name);
  }

  List<String> operands() {
    return List.copyOf(operands);
  }

  Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw wrong("'" + argument + "' is no name a file can have.");
    }
  }
}
