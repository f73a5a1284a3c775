package dev.halcyon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.AccountSources;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.NewPassword;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.intake.ScriptedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts made, entered, changed and closed by an administrator over HTTP. */
@OnBothDatabases
class AccountRoutesTest {
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path data;
  private ScriptedServer server;
  private TestClient admin;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    admin = server.client("adm", Role.ADMIN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer add(String name, Set<Role> roles, List<String> sources, String password) {
    return admin.post(
        "/v1/accounts", new NewAccount(name, null, roles, List.of(), sources, password));
  }

  private OneTimeToken made(String name, Role role) {
    List<String> sources = role == Role.SERVICE ? List.of("harbor-social") : List.of();
    return add(name, Set.of(role), sources, PASSWORD).as(OneTimeToken.class);
  }

  private List<AccountEntry> all() {
    return admin.get("/v1/accounts").as(new TypeReference<List<AccountEntry>>() {});
  }

  private Answer signIn(String name, String password) {
    return new TestClient(admin.url(), null)
        .post("/v1/sessions", new SignInRequest(name, password));
  }

  @Test
  void whoIsMadeGetsInByTheTokenAndByThePasswordAndIsListed() {
    OneTimeToken token = made("mia", Role.REVIEWER);
    TestClient mia = TestClient.signedIn(admin.url(), token.token());
    assertThat(mia.get("/v1/me").as(Account.class).roles()).containsExactly(Role.REVIEWER);
    assertThat(signIn("mia", PASSWORD).as(Session.class).account().name()).isEqualTo("mia");
    assertThat(all()).extracting(AccountEntry::name).containsExactly("adm", "mia");
    assertThat(add("mia", Set.of(Role.LEAD), List.of(), null).status()).isEqualTo(409);
  }

  @Test
  void aClosedAccountIsOutAtOnceAndStaysClosedUntilItIsOpened() {
    TestClient mia = TestClient.signedIn(admin.url(), made("mia", Role.REVIEWER).token());
    String unused = admin.post("/v1/accounts/mia/token").as(OneTimeToken.class).token();
    assertThat(admin.post("/v1/accounts/mia/disable").as(AccountEntry.class).disabled()).isTrue();
    assertThat(mia.get("/v1/me").status()).isEqualTo(401);
    assertThat(signIn("mia", PASSWORD).status()).isEqualTo(401);
    assertThat(
            server.one(
                "select count(*) from one_time_token where token_hash = '"
                    + Tokens.hash(unused)
                    + "'",
                Long.class))
        .isZero();
    assertThat(admin.post("/v1/accounts/mia/token").problem().code())
        .isEqualTo("account.disabled.conflict");
    assertThat(add("mia", Set.of(Role.REVIEWER), List.of(), null).problem().code())
        .as("its name is not given to somebody else")
        .isEqualTo("account.exists.conflict");
  }

  @Test
  void anAccountIsOpenedAgainForItsRolesButNotForWhatLetItsOwnerInBefore() {
    TestClient mia = TestClient.signedIn(admin.url(), made("mia", Role.REVIEWER).token());
    String unused = admin.post("/v1/accounts/mia/token").as(OneTimeToken.class).token();
    admin.post("/v1/accounts/mia/disable");
    AccountEntry enabled = admin.post("/v1/accounts/mia/enable").as(AccountEntry.class);
    assertThat(enabled.disabled()).isFalse();
    assertThat(enabled.roles()).containsExactly(Role.REVIEWER);
    assertThat(mia.get("/v1/me").status()).as("its old session").isEqualTo(401);
    assertThat(signIn("mia", PASSWORD).status()).as("its old password").isEqualTo(401);
    assertThat(
            new TestClient(admin.url(), null)
                .post("/v1/sessions/one-time", new dev.halcyon.protocol.OneTimeSignIn(unused))
                .status())
        .as("its old one-time token")
        .isEqualTo(401);
    String token = admin.post("/v1/accounts/mia/token").as(OneTimeToken.class).token();
    TestClient again = TestClient.signedIn(admin.url(), token);
    assertThat(again.get("/v1/me").as(Account.class).roles()).containsExactly(Role.REVIEWER);
    assertThat(admin.post("/v1/accounts/mia/enable").status()).isEqualTo(200);
    assertThat(again.get("/v1/me").status()).as("enabling twice ends nothing").isEqualTo(200);
    assertThat(admin.post("/v1/accounts/nobody/enable").problem().code())
        .isEqualTo("account.unknown");
    assertThat(
            server.one(
                "select count(*) from audit_entry where action = 'account.enabled'", Long.class))
        .isEqualTo(1);
  }

  @Test
  void theLastAdministratorCannotCloseTheDoorBehindThem() {
    Answer last = admin.post("/v1/accounts/adm/disable");
    assertThat(last.status()).isEqualTo(409);
    assertThat(last.problem().code()).isEqualTo("account.last_admin.conflict");
    made("adm2", Role.ADMIN);
    assertThat(admin.post("/v1/accounts/adm2/disable").status()).isEqualTo(200);
    assertThat(admin.get("/v1/accounts").status()).isEqualTo(200);
  }

  @Test
  void anotherPasswordEndsTheSessionsOfTheOld() {
    TestClient mia = TestClient.signedIn(admin.url(), made("mia", Role.REVIEWER).token());
    String other = "another twelve characters";
    assertThat(put("/v1/accounts/mia/password", new NewPassword(other)).status()).isEqualTo(200);
    assertThat(mia.get("/v1/me").status()).isEqualTo(401);
    assertThat(signIn("mia", PASSWORD).status()).isEqualTo(401);
    assertThat(signIn("mia", other).status()).isEqualTo(200);
    assertThat(put("/v1/accounts/mia/password", new NewPassword("short")).problem().code())
        .isEqualTo("account.password");
    assertThat(put("/v1/accounts/mia/password", new NewPassword(null)).problem().code())
        .isEqualTo("account.password");
  }

  @Test
  void sourcesAreForServicesAndTakeEffectAtTheNextRequest() {
    made("tide", Role.SERVICE);
    made("mia", Role.REVIEWER);
    AccountEntry tide =
        put("/v1/accounts/tide/sources", new AccountSources(List.of("tide", "tide-shop")))
            .as(AccountEntry.class);
    assertThat(tide.sources()).containsExactly("tide", "tide-shop");
    assertThat(
            put("/v1/accounts/mia/sources", new AccountSources(List.of("tide"))).problem().code())
        .isEqualTo("account.sources");
    assertThat(put("/v1/accounts/tide/sources", new AccountSources(List.of())).problem().code())
        .isEqualTo("account.sources");
    assertThat(put("/v1/accounts/nobody/sources", new AccountSources(List.of("x"))).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'',            REVIEWER,         '',    account.name",
    "'Mia',         REVIEWER,         '',    account.name",
    "'-mia',        REVIEWER,         '',    account.name",
    "'mia/../adm',  REVIEWER,         '',    account.name",
    "mia,           '',               '',    account.roles",
    "mia,           UNKNOWN,          '',    account.roles",
    "mia,           SERVICE ADMIN,    tide,  account.roles",
    "mia,           SERVICE,          '',    account.sources",
    "mia,           SERVICE,          ' ',   account.sources",
    "mia,           REVIEWER,         tide,  account.sources"
  })
  void whatCannotBeAnAccountIsRefusedByName(String name, String roles, String source, String code) {
    Set<Role> wanted = new java.util.HashSet<>();
    for (String role : roles.split(" ")) {
      if (!role.isEmpty()) {
        wanted.add(Role.valueOf(role));
      }
    }
    Answer answer = add(name, wanted, source.isEmpty() ? List.of() : List.of(source), null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().code()).isEqualTo(code);
    assertThat(all()).extracting(AccountEntry::name).containsExactly("adm");
  }

  @Test
  void theLogKeepsWhoDidWhatAndNoNameInClear() {
    made("mia", Role.REVIEWER);
    admin.post("/v1/accounts/mia/token");
    admin.post("/v1/accounts/mia/disable");
    String adm = admin.get("/v1/me").as(Account.class).id().toString();
    List<String> actions =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select action from audit_entry where actor = :adm order by id")
                        .bind("adm", adm)
                        .mapTo(String.class)
                        .list());
    assertThat(actions)
        .containsSubsequence("account.created", "account.token_issued", "account.disabled");
    List<String> details =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select details from audit_entry where actor = :adm")
                        .bind("adm", adm)
                        .mapTo(String.class)
                        .list());
    assertThat(details).noneMatch(each -> each.contains("mia"));
  }

  private Answer put(String path, Object body) {
    return admin.call("PUT", path, BodyPublishers.ofString(dev.halcyon.protocol.Wire.write(body)));
  }
}
