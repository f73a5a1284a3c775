package dev.halcyon.app.signin;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.ServerAddress;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Signing in with an account and a password. The password is forgotten as soon as it was sent. Used
 * on the JavaFX thread.
 *
 * @param <T> what a sign-in yields
 */
public final class SignInViewModel<T> {
  private final Background background;
  private final Words words;
  private final Entrance<T> entrance;
  private final Consumer<T> entered;
  private final StringProperty server = new SimpleStringProperty("");
  private final StringProperty account = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<SignInState> state =
      new ReadOnlyObjectWrapper<>(SignInState.IDLE);

  /** The way in; blocks. */
  @FunctionalInterface
  public interface Entrance<T> {
    /**
     * Signs in.
     *
     * @throws UserProblem when the server refuses or cannot be reached
     */
    T enter(URI server, String account, String password);
  }

  /** {@code entered} is told once, on the JavaFX thread. */
  public SignInViewModel(
      Background background, Words words, Entrance<T> entrance, Consumer<T> entered) {
    this.background = background;
    this.words = words;
    this.entrance = entrance;
    this.entered = entered;
  }

  public StringProperty server() {
    return server;
  }

  public StringProperty account() {
    return account;
  }

  public StringProperty password() {
    return password;
  }

  public ReadOnlyObjectProperty<SignInState> state() {
    return state.getReadOnlyProperty();
  }

  /** Says why nobody is signed in, for example after a session ended. */
  public void explain(UserProblem problem) {
    state.set(SignInState.failed(problem));
  }

  /** Tries to sign in with what was typed; a second call while one is under way does nothing. */
  public void signIn() {
    if (state.get().busy()) {
      return;
    }
    URI address;
    try {
      address = ServerAddress.parse(server.get());
    } catch (IllegalArgumentException _) {
      explain(problem("signin.address"));
      return;
    }
    if (account.get().isBlank() || password.get().isEmpty()) {
      explain(problem("signin.incomplete"));
      return;
    }
    String name = account.get().strip();
    String secret = password.get();
    password.set("");
    state.set(SignInState.BUSY);
    background
        .run(words.say("signin.busy"), () -> entrance.enter(address, name, secret))
        .then(
            result -> {
              state.set(SignInState.IDLE);
              entered.accept(result);
            })
        .fail(this::explain);
  }

  private UserProblem problem(String key) {
    return new UserProblem(key, words.say(key), words.say(key + ".remedy"));
  }
}
