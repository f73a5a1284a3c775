package dev.halcyon.server.access;

import dev.halcyon.protocol.AccountEntry;
import dev.halcyon.protocol.AccountSources;
import dev.halcyon.protocol.NewAccount;
import dev.halcyon.protocol.NewPassword;
import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.OneTimeToken;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a running server, as an administrator's session may see and change them; the
 * session ends with this. For one thread.
 */
final class RemoteAccounts implements AccountBook, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ACCOUNTS = "/v1/accounts";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI server;
  private @Nullable String token;

  /**
   * Signs in.
   *
   * @param account null where the secret is a one-time token
   * @param secret the account's password, or the token
   * @throws UserProblem {@code auth.*}, {@code account.server}
   */
  RemoteAccounts(URI server, @Nullable String account, String secret) {
    this.server = server;
    String answer =
        account == null
            ? call("POST", "/v1/sessions/one-time", new OneTimeSignIn(secret))
            : call("POST", "/v1/sessions", new SignInRequest(account, secret));
    this.token = Wire.read(answer, Session.class).token();
  }

  @Override
  public List<AccountEntry> list() {
    return List.of(Wire.read(call("GET", ACCOUNTS, null), AccountEntry[].class));
  }

  @Override
  public OneTimeToken add(NewAccount account) {
    return Wire.read(call("POST", ACCOUNTS, account), OneTimeToken.class);
  }

  @Override
  public OneTimeToken token(String name) {
    return Wire.read(call("POST", of(name) + "/token", null), OneTimeToken.class);
  }

  @Override
  public AccountEntry disable(String name) {
    return Wire.read(call("POST", of(name) + "/disable", null), AccountEntry.class);
  }

  @Override
  public AccountEntry enable(String name) {
    return Wire.read(call("POST", of(name) + "/enable", null), AccountEntry.class);
  }

  @Override
  public AccountEntry password(String name, String password) {
    String answer = call("PUT", of(name) + "/password", new NewPassword(password));
    return Wire.read(answer, AccountEntry.class);
  }

  @Override
  public AccountEntry sources(String name, List<String> sources) {
    String answer = call("PUT", of(name) + "/sources", new AccountSources(sources));
    return Wire.read(answer, AccountEntry.class);
  }

  private static String of(String name) {
    // What cannot name an account is not put into an address either.
    AccountCheck.name(name);
    return ACCOUNTS + "/" + name;
  }

  private String call(String method, String path, @Nullable Object body) {
    BodyPublisher content =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Wire.write(body));
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve(path))
              .timeout(PATIENCE)
              .header(Protocol.VERSION_HEADER, Protocol.VERSION)
              .header("Content-Type", "application/json")
              .method(method, content);
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw refused(answer);
      }
      return answer.body();
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private UserProblem refused(HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return type.startsWith("application/problem+json")
        ? new UserProblem(Wire.read(answer.body(), Problem.class))
        : new UserProblem(
            "account.server",
            server + " answered " + answer.statusCode() + ", not as a Halcyon server does.",
            "Give the address that the server printed when it started.");
  }

  private UserProblem unreachable(Exception e) {
    return new UserProblem(
        "account.server",
        "The server at " + server + " cannot be asked: " + e.getMessage(),
        "Check the address and that the server runs; for a stopped one give --data DIR.",
        e);
  }

  /** Signs out. */
  @Override
  public void close() {
    call("DELETE", "/v1/sessions/current", null);
    token = null;
    http.close();
  }
}
