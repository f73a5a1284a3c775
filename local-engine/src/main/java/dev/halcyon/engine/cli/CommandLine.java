package dev.halcyon.engine.cli;

import dev.halcyon.protocol.UserProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The program behind {@code ./halcyon scan}, {@code keyframes}, {@code calibrate}, {@code models}
 * and {@code judge}. Its first argument names the command; {@code docs/command-line.md} describes
 * them. Runs once, on the main thread.
 */
public final class CommandLine {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG = 2;

  private CommandLine() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Scratch.begin();
    // A stray print of a library must not get between the answers.
    System.setOut(System.err);
    OutputStream answers = new FileOutputStream(FileDescriptor.out);
    System.exit(run(arguments, System.in, answers, System.err));
  }

  /** Runs a command; returns its exit code: 0 all done, 1 something failed, 2 wrong usage. */
  static int run(String[] arguments, InputStream in, OutputStream out, PrintStream err) {
    try {
      List<String> rest =
          Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
      boolean all =
          switch (arguments.length == 0 ? "" : arguments[0]) {
            case "scan" -> ScanCommand.run(rest, in, out, err);
            case "keyframes" -> KeyframesCommand.run(rest, in, out, err);
            case "models" -> ModelsCommand.run(rest, out, err);
            case "calibrate" -> CalibrateCommand.run(rest, out, err);
            case "judge" -> JudgeCommand.run(rest, out, err);
            case "provider" -> ModelsCommand.provider(out);
            default ->
                throw Options.usage(
                    "The commands are scan, keyframes, calibrate, models, judge.", "See the help.");
          };
      return all ? DONE : FAILED;
    } catch (UserProblem e) {
      err.println("halcyon: " + Plain.line(e.getMessage()) + "\n" + Plain.lines(e.remedy()));
      return Options.WRONG_USAGE.contains(e.code()) ? WRONG : FAILED;
    } catch (AnswersClosedException e) {
      err.println("halcyon: nobody reads the answers any more, so the rest was not looked at.");
      return FAILED;
    } catch (IOException e) {
      err.println("halcyon: reading or writing failed: " + e.getClass().getSimpleName());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }
}
