package dev.halcyon.engine.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system puts around a worker process, found by trying it. Immutable and safe
 * for any thread.
 */
public enum Sandbox {
  /** No network, an almost empty read-only file system, own process and user namespaces. */
  BUBBLEWRAP("bubblewrap"),
  /** A transient unit of the user's service manager without network and without writable files. */
  SYSTEMD("systemd-run"),
  /** Only the limits of the shell and of the Java machine. */
  NONE("none");

  private static final long PROBE_SECONDS = 10;
  private final String words;

  Sandbox(String words) {
    this.words = words;
  }

  /** The name the status bar shows. */
  public String words() {
    return words;
  }

  /** The strongest sandbox that works here; runs a probe of each, so ask once. */
  public static Sandbox detect() {
    for (Sandbox each : List.of(BUBBLEWRAP, SYSTEMD)) {
      if (each.works()) {
        return each;
      }
    }
    return NONE;
  }

  private boolean works() {
    if (program() == null) {
      return false;
    }
    try {
      Process probe =
          new ProcessBuilder(wrap(List.of("/bin/sh", "-c", "exit 7"), List.of(), "probe"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      probe.getOutputStream().close();
      if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        probe.destroyForcibly();
        return false;
      }
      return probe.exitValue() == 7;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable String program() {
    String name = this == BUBBLEWRAP ? "bwrap" : "systemd-run";
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .filter(each -> !each.isBlank())
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  /** A name for one worker's unit, for {@link #afterKill}. */
  static String unit() {
    return "halcyon-worker-" + UUID.randomUUID();
  }

  /**
   * The command inside the sandbox.
   *
   * @param readable what the command must be able to read besides the system's own folders
   * @param unit from {@link #unit()}
   */
  List<String> wrap(List<String> command, List<Path> readable, String unit) {
    List<String> all = new ArrayList<>();
    switch (this) {
      case BUBBLEWRAP -> bubblewrap(all, readable);
      case SYSTEMD -> systemd(all, readable, unit);
      case NONE -> {}
    }
    all.addAll(command);
    return all;
  }

  private void bubblewrap(List<String> all, List<Path> readable) {
    all.add(String.valueOf(program()));
    all.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
    all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    for (String system : List.of("/usr", "/bin", "/lib", "/lib64", "/nix/store")) {
      all.addAll(List.of("--ro-bind-try", system, system));
    }
    // Some distributions keep a Java home's configuration in /etc; nothing else of it is needed.
    for (Path each : javaConfiguration()) {
      all.addAll(List.of("--ro-bind-try", each.toString(), each.toString()));
    }
    for (Path each : readable) {
      all.addAll(List.of("--ro-bind", each.toString(), each.toString()));
    }
    all.addAll(List.of("--chdir", "/", "--"));
  }

  private static List<Path> javaConfiguration() {
    List<Path> found = new ArrayList<>(List.of(Path.of("/etc/ld.so.cache")));
    try (Stream<Path> all = Files.list(Path.of("/etc"))) {
      all.filter(each -> each.getFileName().toString().startsWith("java")).forEach(found::add);
    } catch (IOException e) {
      // No /etc to look into: then nothing of Java's is there.
      return found;
    }
    return found;
  }

  private void systemd(List<String> all, List<Path> readable, String unit) {
    all.add(String.valueOf(program()));
    all.addAll(List.of("--user", "--quiet", "--pipe", "--wait", "--collect"));
    all.add("--service-type=exec");
    all.add("--unit=" + unit);
    for (String property :
        List.of(
            "PrivateNetwork=yes",
            "PrivateUsers=yes",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
            "ProtectSystem=strict",
            "ProtectHome=tmpfs",
            "NoNewPrivileges=yes",
            "RestrictAddressFamilies=AF_UNIX",
            "RestrictNamespaces=yes",
            "LockPersonality=yes",
            "MemoryMax=4G")) {
      all.add("--property=" + property);
    }
    for (Path each : readable) {
      all.add("--property=BindReadOnlyPaths=" + each);
    }
    all.add("--");
  }

  /** What must still be stopped after the started process was killed. */
  void afterKill(String unit) throws IOException {
    if (this == SYSTEMD) {
      // Killing systemd-run leaves the unit running.
      new ProcessBuilder("systemctl", "--user", "kill", "--signal=KILL", unit)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }
}
