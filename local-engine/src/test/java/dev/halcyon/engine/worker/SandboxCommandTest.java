package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The command lines of the sandboxes. That of systemd is only looked at here: where the tests run
 * there is seldom a user's service manager to try it on.
 */
class SandboxCommandTest {
  private static final List<String> COMMAND = List.of("/usr/bin/java", "-cp", "/opt/a.jar", "Main");
  private static final List<Path> READABLE = List.of(Path.of("/home/ana/lib"), Path.of("/opt"));

  @Test
  void systemdGetsATransientUnitWithoutNetworkHomeOrWritableFiles() {
    List<String> all = Sandbox.SYSTEMD.wrap(COMMAND, READABLE, "halcyon-worker-1");
    assertThat(all.getFirst())
        .satisfiesAnyOf(
            first -> assertThat(first).endsWith("systemd-run"),
            first -> assertThat(first).as("not installed here").isEqualTo("null"));
    assertThat(all)
        .contains(
            "--user",
            "--pipe",
            "--wait",
            "--collect",
            "--unit=halcyon-worker-1",
            "--property=PrivateNetwork=yes",
            "--property=RestrictAddressFamilies=AF_UNIX",
            "--property=ProtectSystem=strict",
            "--property=ProtectHome=tmpfs",
            "--property=PrivateTmp=yes",
            "--property=NoNewPrivileges=yes",
            "--property=MemoryMax=4G",
            "--property=BindReadOnlyPaths=/home/ana/lib",
            "--property=BindReadOnlyPaths=/opt");
    assertThat(all.subList(all.indexOf("--") + 1, all.size())).isEqualTo(COMMAND);
  }

  @Test
  void bubblewrapSharesNoNamespaceAndShowsOnlyWhatIsNamed() {
    List<String> all = Sandbox.BUBBLEWRAP.wrap(COMMAND, READABLE, "unused");
    assertThat(all).contains("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop");
    assertThat(all).doesNotContain("--bind", "--dev-bind", "--share-net");
    assertThat(String.join(" ", all)).contains("--ro-bind /home/ana/lib /home/ana/lib");
    assertThat(all.subList(all.indexOf("--") + 1, all.size())).isEqualTo(COMMAND);
  }

  @Test
  void withoutASandboxTheCommandIsAsItWas() {
    assertThat(Sandbox.NONE.wrap(COMMAND, READABLE, "unused")).isEqualTo(COMMAND);
    assertThat(Sandbox.NONE.words()).isEqualTo("none");
  }
}
