package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An expected failure with a stable code, what happened and how to mend it; the workbench shows all
 * three, the server sends them as a {@link Problem}.
 */
public final class UserProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;
  private final String remedy;

  public UserProblem(String code, String message, String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  public UserProblem(String code, String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.remedy = remedy;
  }

  public UserProblem(Problem problem) {
    this(problem.code(), problem.message(), problem.remedy());
  }

  public String code() {
    return code;
  }

  public String remedy() {
    return remedy;
  }

  public Problem problem() {
    return new Problem(code, String.valueOf(getMessage()), remedy);
  }

  /** Whether the server could not be reached, so that waiting or trying again can help. */
  public boolean isOfNetwork() {
    return code.startsWith("network.");
  }
}
