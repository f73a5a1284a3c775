package dev.halcyon.app;

import dev.halcyon.protocol.UserProblem;
import java.util.List;
import javafx.application.Application;

/**
 * Starts the workbench: {@code --server URL --token TOKEN --data DIR --theme light|dark|system}.
 * Exit codes: 0 done, 2 wrong usage.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try {
      AppOptions.parse(List.of(args));
    } catch (UserProblem problem) {
      System.err.println(problem.getMessage() + " " + problem.remedy());
      System.exit(2);
    }
    Application.launch(HalcyonApp.class, args);
  }
}
