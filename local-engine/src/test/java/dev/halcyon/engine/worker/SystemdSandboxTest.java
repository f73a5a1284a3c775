package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox of the user's service manager, truly run: in name spaces of its own (mounts,
 * processes, control groups) a manager is started as on a machine that was booted with it.
 */
@Timeout(180)
class SystemdSandboxTest {
  @TempDir private Path folder;

  /** Makes a machine that looks booted, and runs the trial with systemd's programs alone. */
  private static final String SCRIPT =
      """
      set -e
      mount -t proc proc /proc
      mount -t tmpfs tmpfs /run
      mkdir -p /run/user/0 /run/systemd/system
      umount -R /sys/fs/cgroup 2>/dev/null || true
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      mkdir -p /sys/fs/cgroup/halcyon-trial
      echo $$ > /sys/fs/cgroup/halcyon-trial/cgroup.procs
      chmod 700 /run/user/0
      export XDG_RUNTIME_DIR=/run/user/0
      export DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/0/bus
      dbus-daemon --session --address="$DBUS_SESSION_BUS_ADDRESS" --fork
      /lib/systemd/systemd --user >/dev/null 2>&1 &
      for i in 1 2 3 4 5 6 7 8 9 10; do
        systemctl --user is-system-running --wait >/dev/null 2>&1 && break
        read -t 0.3 line </dev/zero || true
      done
      systemctl --user is-system-running
      PATH="$1" "$2" -cp "$3" dev.halcyon.engine.worker.SystemdTrial
      """;

  private static final String PROBE =
      "unshare --mount --pid --cgroup --fork --propagation private sh -c"
          + " 'mount -t proc proc /proc && mount -t tmpfs tmpfs /run'"
          + " && test -x /lib/systemd/systemd && command -v dbus-daemon systemd-run";

  private static boolean possible() throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder("/bin/sh", "-c", PROBE)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0;
  }

  @Test
  void theServiceManagersSandboxIsFoundDecodesAndSeesNeitherNetworkNorHome() throws Exception {
    Assumptions.assumeTrue(
        possible(), "skipped: name spaces, systemd or dbus-daemon are not to be had here");
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String each : new String[] {"systemd-run", "systemctl"}) {
      Files.createSymbolicLink(programs.resolve(each), Path.of("/usr/bin", each));
    }
    Path out = folder.resolve("out");
    Process trial =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--pid",
                "--cgroup",
                "--fork",
                "--kill-child",
                "--propagation",
                "private",
                "bash",
                "-c",
                SCRIPT,
                "trial",
                programs.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(trial.waitFor(150, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(out);
    Map<String, String> found =
        said.lines()
            .filter(line -> line.matches("[a-z]+=.*"))
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, two) -> two));
    assertThat(found)
        .as(said)
        .containsEntry("detected", "systemd-run")
        .containsEntry("exit", "7")
        .containsEntry("interfaces", "1")
        .containsEntry("home", "0")
        .containsEntry("written", "no")
        .containsEntry("worker", "systemd-run")
        .containsEntry("problem", "null")
        .containsEntry("again", "READY")
        .containsEntry("left", "0");
    assertThat(found.get("socket")).as(said).contains("Address family not supported");
    assertThat(Integer.parseInt(found.get("units"))).as(said).isPositive();
  }
}
