package dev.halcyon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.store.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts of a new, a stopped and a running server from the command line. */
class AccountCommandTest {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path folder;

  private record Ran(int exit, String out, String err) {}

  private static Ran run(String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new AccountCommand(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(words);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Ran stopped(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data().toString()));
    return run("", all.toArray(String[]::new));
  }

  private static Ran running(HalcyonServer server, String input, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", server.url().toString(), "--secret-file", "-"));
    return run(input, all.toArray(String[]::new));
  }

  private Path password() throws IOException {
    return Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  @Test
  void theFirstAdministratorOfANewServerIsMadeBeforeItEverRan() throws IOException {
    Ran made = stopped("add", "root", "--role", "admin,auditor", "--display-name", "Ro Ot");
    assertThat(made.err()).contains("One-time token of root");
    assertThat(made.exit()).isZero();
    assertThat(stopped("list").out()).isEqualTo("root\tauditor,admin\tenabled\tRo Ot\t\t\n");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data()))) {
      TestClient root = TestClient.signedIn(server.url(), made.out().strip());
      assertThat(root.get("/v1/me").as(Account.class).roles())
          .containsExactly(Role.AUDITOR, Role.ADMIN);
      assertThat(root.get("/v1/audit/entries").text())
          .contains("account.created")
          .contains("\"actor\":\"operator\"");
      assertThat(server.context().accounts().isEmpty()).isFalse();
    }
  }

  @Test
  void aRunningServersDataIsLeftAloneAndItsAccountsAreChangedThroughIt() throws IOException {
    stopped("add", "root", "--role", "admin", "--password-file", password().toString());
    String token = stopped("token", "root").out().strip();
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data()))) {
      Ran locked = stopped("add", "mia", "--role", "reviewer");
      assertThat(locked.exit()).isEqualTo(1);
      assertThat(locked.err()).contains("A running server holds the data").contains("--server URL");

      Ran byToken = running(server, token, "add", "mia", "--role", "reviewer", "--language", "de");
      assertThat(byToken.exit()).as(byToken.err()).isZero();
      TestClient mia = TestClient.signedIn(server.url(), byToken.out().strip());
      assertThat(mia.get("/v1/me").as(Account.class).languages()).containsExactly("de");

      Ran again = running(server, token, "list");
      assertThat(again.exit()).as("a token that works once").isEqualTo(1);
      assertThat(again.err()).contains("one-time token");

      Ran byPassword = running(server, PASSWORD, "disable", "mia", "--as", "root");
      assertThat(byPassword.out()).startsWith("mia\treviewer\tdisabled");
      assertThat(mia.get("/v1/me").status()).isEqualTo(401);
      Ran enabled = running(server, PASSWORD, "enable", "mia", "--as", "root");
      assertThat(enabled.out()).startsWith("mia\treviewer\tenabled");
      long sessions =
          server
              .context()
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery(
                              "select count(*) from session s join account a"
                                  + " on a.id = s.account_id where a.name = 'root'")
                          .mapTo(Long.class)
                          .one());
      assertThat(sessions).as("the command's own session ends with it").isZero();
      Ran refused = running(server, PASSWORD, "add", "x", "--role", "service", "--as", "root");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("speaks for 1 to");
    }
  }

  @Test
  void aServiceIsBoundToItsSourcesAndThePasswordIsKeptAsAHash() throws IOException {
    Ran made =
        stopped(
            "add",
            "tide",
            "--role",
            "service",
            "--source",
            "tide",
            "--source",
            "tide-shop",
            "--password-file",
            password().toString());
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(stopped("list").out()).contains("tide\tservice\tenabled\ttide\t\ttide,tide-shop");
    assertThat(stopped("sources", "tide", "--source", "tide").out()).endsWith("\ttide\n");
    String kept =
        Jdbi.create(Database.fileUrl(data()), "halcyon", "")
            .withHandle(
                handle ->
                    handle
                        .createQuery("select password_hash from account")
                        .mapTo(String.class)
                        .one());
    assertThat(kept).startsWith("$argon2id$");
  }

  @Test
  void aSlipInTheFolderMakesNoOtherServersData() throws IOException {
    Ran list = stopped("list");
    assertThat(list.exit()).isEqualTo(1);
    assertThat(list.err()).contains("no Halcyon database");
    assertThat(data()).doesNotExist();
    Files.createDirectories(data());
    Files.writeString(data().resolve("holiday.txt"), "photos");
    Ran add = stopped("add", "root", "--role", "admin");
    assertThat(add.exit()).isEqualTo(1);
    assertThat(add.err()).contains("--database URL");
    assertThat(data().resolve("halcyon.mv.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lists --data d",
        "enable --data d",
        "add --role admin --data d",
        "add mia --data d",
        "add mia --role admin",
        "add mia --role admin --data d --database jdbc:postgresql:x",
        "add mia --role admin --role lead --data d",
        "add mia --role admin --data d --secret-file f",
        "add mia --role admin --server http://localhost",
        "list --role admin --data d",
        "sources mia --data d",
        "password mia --data d",
        "password mia --password-file - --server http://localhost --secret-file -",
        "token mia --data"
      })
  void wrongUsageEndsWithTwoAndSaysWhatIsRight(String line) {
    Ran ran = run("", line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("usage: account add NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void whoAsksForHelpGetsItAsTheAnswer(String word) {
    Ran ran = run("", word, "--data", data().toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("usage: account add NAME").contains("account enable NAME");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    Ran ran = run("x", "list", "--server", "http://127.0.0.1:1", "--secret-file", "-");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("http://127.0.0.1:1 cannot be asked");
  }
}
