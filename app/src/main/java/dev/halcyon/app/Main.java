package dev.halcyon.app;

import dev.halcyon.protocol.UserProblem;
import java.util.List;
import javafx.application.Application;

/**
 * Starts the workbench: {@code --handshake FILE [--account NAME] --data DIR --theme
 * light|dark|system}, or {@code --server URL} to sign in with a password. Exit codes: 0 done, 1
 * failed, 2 wrong usage.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try {
      AppOptions.parse(List.of(args));
    } catch (UserProblem problem) {
      System.err.println(problem.getMessage() + " " + problem.remedy());
      System.exit(problem.code().equals("app.arguments") ? 2 : 1);
    }
    Application.launch(HalcyonApp.class, args);
  }
}
