package dev.halcyon.server;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.queue.LeaseTerms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started. Immutable.
 *
 * @param port 0 finds a free one
 * @param bind the address to listen on; anything but loopback needs TLS
 * @param publicHosts further names the server answers to
 * @param data the folder that holds database file, media and keys
 * @param database a JDBC address, or null for the H2 file in {@code data}
 * @param sample whether to make the sample accounts and publish the first sample policy
 * @param handshake file to write address and one-time tokens to once listening, or null
 * @param tlsKeystore PKCS#12 file with the server's key, or null
 * @param tlsPasswordFile file holding the key store's password, or null
 * @param backup where to write a backup instead of serving, or null
 * @param restore the backup to restore instead of serving, or null
 * @param leaseSeconds how long a claim on a case lasts without a sign of life, before the time that
 *     reading the item takes is added
 * @param connections file that says what the server may reach outside, or null for nothing
 */
public record ServerOptions(
    int port,
    String bind,
    List<String> publicHosts,
    Path data,
    @Nullable String database,
    boolean sample,
    @Nullable Path handshake,
    @Nullable Path tlsKeystore,
    @Nullable Path tlsPasswordFile,
    @Nullable Path backup,
    @Nullable Path restore,
    int leaseSeconds,
    @Nullable Path connections) {
  /** The code of a {@link UserProblem} that means the command line was wrong. */
  public static final String USAGE_CODE = "usage";

  public static final String USAGE =
      """
      Usage: server --data DIR [options]
        --port N                 port to listen on, 0 for a free one (default 8470)
        --bind ADDRESS           address to listen on (default 127.0.0.1; others need TLS)
        --public-host NAME       a further name this server answers to; may be repeated
        --database URL           jdbc:postgresql://... instead of the file database in DIR
        --sample                 make the sample accounts; only for trying Halcyon out
        --handshake FILE         write address and one-time tokens there when listening
        --tls-keystore FILE      PKCS#12 key store of the server
        --tls-password-file FILE file that holds its password
        --lease-seconds N        a case whose workbench is silent returns after N seconds and
                                 the time to read it, 4 to 1800 (default 120)
        --connections FILE       what it may reach outside: webhooks, origins of media
                                 (docs/operating.md)
        --backup FILE            write a backup of the database in DIR to FILE, then stop
        --restore FILE           put a backup back into DIR, then stop
        --help                   this text
      """;

  public ServerOptions {
    publicHosts = List.copyOf(publicHosts);
  }

  /** A server on a free loopback port with the file database in a folder. */
  public static ServerOptions local(Path data) {
    return new ServerOptions(
        0,
        "127.0.0.1",
        List.of(),
        data,
        null,
        false,
        null,
        null,
        null,
        null,
        null,
        LeaseTerms.BASE_SECONDS,
        null);
  }

  public ServerOptions withSample(@Nullable Path handshakeFile) {
    return new ServerOptions(
        port,
        bind,
        publicHosts,
        data,
        database,
        true,
        handshakeFile,
        tlsKeystore,
        tlsPasswordFile,
        backup,
        restore,
        leaseSeconds,
        connections);
  }

  public ServerOptions withDatabase(String url) {
    return new ServerOptions(
        port,
        bind,
        publicHosts,
        data,
        url,
        sample,
        handshake,
        tlsKeystore,
        tlsPasswordFile,
        backup,
        restore,
        leaseSeconds,
        connections);
  }

  public ServerOptions withPort(int newPort) {
    return new ServerOptions(
        newPort,
        bind,
        publicHosts,
        data,
        database,
        sample,
        handshake,
        tlsKeystore,
        tlsPasswordFile,
        backup,
        restore,
        leaseSeconds,
        connections);
  }

  public ServerOptions withConnections(Path file) {
    return new ServerOptions(
        port,
        bind,
        publicHosts,
        data,
        database,
        sample,
        handshake,
        tlsKeystore,
        tlsPasswordFile,
        backup,
        restore,
        leaseSeconds,
        file);
  }

  /**
   * Reads a command line.
   *
   * @throws UserProblem with {@link #USAGE_CODE}
   */
  public static ServerOptions parse(List<String> arguments) {
    int port = 8470;
    String bind = "127.0.0.1";
    List<String> publicHosts = new ArrayList<>();
    @Nullable Path data = null;
    @Nullable String database = null;
    boolean sample = false;
    @Nullable Path handshake = null;
    @Nullable Path keystore = null;
    @Nullable Path password = null;
    @Nullable Path backup = null;
    @Nullable Path restore = null;
    int leaseSeconds = LeaseTerms.BASE_SECONDS;
    @Nullable Path connections = null;
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--port" -> port = number(word, value(word, words), 0, 65_535);
        case "--bind" -> bind = value(word, words);
        case "--public-host" -> publicHosts.add(value(word, words));
        case "--data" -> data = Path.of(value(word, words));
        case "--database" -> database = database(value(word, words));
        case "--sample" -> sample = true;
        case "--handshake" -> handshake = Path.of(value(word, words));
        case "--tls-keystore" -> keystore = Path.of(value(word, words));
        case "--tls-password-file" -> password = Path.of(value(word, words));
        case "--lease-seconds" ->
            leaseSeconds = number(word, value(word, words), 4, LeaseTerms.MOST_SECONDS);
        case "--connections" -> connections = Path.of(value(word, words));
        case "--backup" -> backup = Path.of(value(word, words));
        case "--restore" -> restore = Path.of(value(word, words));
        default -> throw usage("There is no option " + word + ".");
      }
    }
    if (data == null) {
      throw usage("--data DIR is missing.");
    }
    if (backup != null && restore != null) {
      throw usage("--backup and --restore exclude each other.");
    }
    return new ServerOptions(
        port,
        bind,
        publicHosts,
        data,
        database,
        sample,
        handshake,
        keystore,
        password,
        backup,
        restore,
        leaseSeconds,
        connections);
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw usage(option + " needs a value.");
    }
    return words.next();
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer.
    }
    throw usage(option + " must be a number from " + least + " to " + most + ", not " + text + ".");
  }

  private static String database(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw usage("--database must start with jdbc:postgresql: (the file database needs none).");
    }
    return url;
  }

  private static UserProblem usage(String message) {
    return new UserProblem(USAGE_CODE, message, USAGE);
  }
}
