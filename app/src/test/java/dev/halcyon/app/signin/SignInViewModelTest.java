package dev.halcyon.app.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInViewModelTest {
  private final List<String> tried = new ArrayList<>();
  private final List<String> entered = new ArrayList<>();
  private boolean refuse;
  private final SignInViewModel<String> model =
      new SignInViewModel<>(
          Direct.background(),
          Words.in(Locale.ENGLISH),
          (server, account, password) -> {
            tried.add(server + " " + account + " " + password);
            if (refuse) {
              throw new UserProblem("auth.failed", "Wrong password.", "Type it again.");
            }
            return "session of " + account;
          },
          entered::add);

  private void type(String server, String account, String password) {
    model.server().set(server);
    model.account().set(account);
    model.password().set(password);
  }

  @Test
  void aGoodSignInEntersAndForgetsThePassword() {
    type("http://127.0.0.1:8080/", " ana ", "s3cret");
    model.signIn();
    assertThat(tried).containsExactly("http://127.0.0.1:8080 ana s3cret");
    assertThat(entered).containsExactly("session of ana");
    assertThat(model.password().get()).isEmpty();
    assertThat(model.state().get()).isEqualTo(SignInState.IDLE);
  }

  @Test
  void aRefusalIsSaidInTheServersWordsAndThePasswordIsForgotten() {
    refuse = true;
    type("http://127.0.0.1:8080", "ana", "wrong");
    model.signIn();
    assertThat(entered).isEmpty();
    assertThat(model.password().get()).isEmpty();
    assertThat(model.state().get().problem())
        .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("auth.failed"));
    assertThat(model.state().get().busy()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example", "ftp://example.org", "http://", "http://a b", "http://x/y"})
  void whatIsNoAddressIsSaidBeforeAnythingIsSent(String address) {
    type(address, "ana", "s3cret");
    model.signIn();
    assertThat(tried).isEmpty();
    assertThat(model.state().get().problem())
        .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("signin.address"));
    assertThat(model.password().get())
        .as("nothing was sent, so nothing need be typed again")
        .isNotEmpty();
  }

  @Test
  void aMissingPasswordIsAskedFor() {
    type("http://127.0.0.1:8080", "ana", "");
    model.signIn();
    assertThat(tried).isEmpty();
    assertThat(model.state().get().problem())
        .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("signin.incomplete"));
  }
}
