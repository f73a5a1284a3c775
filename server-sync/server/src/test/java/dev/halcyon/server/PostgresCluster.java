package dev.halcyon.server;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL cluster for the tests of this process, made with the programs of the Debian package
 * {@code postgresql} in a temporary folder and gone with the process. It does not flush: what is
 * tested on it is SQL, transactions and several servers, not power cuts. Its collation is a natural
 * language's, unlike H2's, because that is what an operator's database has. Thread-safe.
 */
public final class PostgresCluster {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** PostgreSQL refuses to run as root; the package makes this account. */
  private static final String ACCOUNT = "postgres";

  private static final int SECONDS = 60;

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresCluster(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Starts a cluster that ends with this process; empty where PostgreSQL is not installed. */
  static Optional<PostgresCluster> start() {
    return start(false);
  }

  /**
   * As above.
   *
   * @param flushes whether commits wait for the disk, as they do for an operator
   */
  public static Optional<PostgresCluster> start(boolean flushes) {
    return programs().map(programs -> startWith(programs, flushes));
  }

  /** The database's processes. */
  public Stream<ProcessHandle> processes() {
    try {
      long pid =
          Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.descendants());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresCluster startWith(Path programs, boolean flushes) {
    try {
      Path folder = Files.createTempDirectory("halcyon-postgresql");
      if (isRoot()) {
        Files.setOwner(
            folder,
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ACCOUNT));
      }
      PostgresCluster cluster = new PostgresCluster(programs, folder, freePort());
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::stop));
      cluster.open(flushes);
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(boolean flushes) {
    run(
        "initdb",
        "-D",
        data(),
        "-U",
        "halcyon",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--locale-provider=icu",
        "--icu-locale=en-US",
        "--no-sync");
    run(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data(),
        "-l",
        folder.resolve("log").toString(),
        "-o",
        ("-p %1$d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=%2$s"
                + " -c full_page_writes=%2$s -c max_connections=300")
            .formatted(port, flushes ? "on" : "off"));
  }

  /** The JDBC address of its database, without a schema. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=halcyon";
  }

  private void stop() {
    try {
      if (Files.exists(folder.resolve("data/postmaster.pid"))) {
        run("pg_ctl", "stop", "-m", "immediate", "-D", data());
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path said = Files.createTempFile("halcyon-" + program, ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new UserProblem(
            "test.postgresql",
            program + " failed: " + Files.readString(said),
            "See whether the Debian package postgresql is whole.");
      }
      Files.delete(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The newest version's programs, which Debian keeps off the path. */
  private static Optional<Path> programs() {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.comparing(bin -> Integer.parseInt(version(bin))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version(Path bin) {
    return bin.getName(bin.getNameCount() - 2).toString();
  }
}
