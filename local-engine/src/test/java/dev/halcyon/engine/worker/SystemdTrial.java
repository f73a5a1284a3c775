package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Tries the sandbox of the user's service manager from inside of one, and prints what it found.
 * Started by {@link SystemdSandboxTest} where there is no other sandbox to be found.
 */
public final class SystemdTrial {
  private static final PrintStream OUT = System.out;

  private SystemdTrial() {}

  /** Prints a line for each thing tried. */
  public static void main(String[] args) throws Exception {
    OUT.println("detected=" + Sandbox.detect().words());
    OUT.println("exit=" + run("exit 7").exitValue());
    OUT.println("interfaces=" + said("grep -c : /proc/net/dev"));
    OUT.println("home=" + said("ls -A " + System.getProperty("user.home") + " | wc -l"));
    OUT.println("written=" + said("touch /usr/halcyon-probe 2>/dev/null && echo yes || echo no"));
    OUT.println("socket=" + said("bash -c ': </dev/tcp/127.0.0.1/9' 2>&1 | tail -1"));
    MediaLimits limits = MediaLimits.standard(Duration.ofSeconds(60));
    byte[] picture = Painting.file(Painting.scene(1, 64, 48), "png");
    try (MediaWorker worker = new MediaWorker(true, limits)) {
      OUT.println("worker=" + worker.sandbox());
      OUT.println("problem=" + worker.decode(Sources.of("image/png", picture)).info().problem());
      OUT.println("units=" + units());
      for (long pid : worker.processIds()) {
        ProcessHandle.of(pid)
            .ifPresent(
                each -> {
                  each.destroyForcibly();
                  each.onExit().join();
                });
      }
      OUT.println("again=" + worker.decode(Sources.of("image/png", picture)).info().state());
    }
    // What was killed is collected by the manager a moment later: it is asked until it says so.
    String left = units();
    for (int i = 0; i < 100 && !left.equals("0"); i++) {
      run("read -t 0.1 line < /dev/zero; true");
      left = units();
    }
    OUT.println("left=" + left);
  }

  private static String units() throws IOException, InterruptedException {
    Process list =
        new ProcessBuilder(
                "systemctl", "--user", "--no-legend", "list-units", "halcyon-worker-*", "--all")
            .start();
    long lines = new String(list.getInputStream().readAllBytes()).lines().count();
    list.waitFor();
    return Long.toString(lines);
  }

  private static String said(String script) throws IOException, InterruptedException {
    return new String(run(script).getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static Process run(String script) throws IOException, InterruptedException {
    List<String> command = List.of("/bin/sh", "-c", script);
    Process process =
        new ProcessBuilder(Sandbox.SYSTEMD.wrap(command, List.of(), Sandbox.unit())).start();
    process.waitFor();
    return process;
  }
}
