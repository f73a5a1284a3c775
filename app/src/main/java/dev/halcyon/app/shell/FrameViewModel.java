package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.Connection;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * What the frame says about the whole desk: how much waits, what is due next, how the server
 * stands. Used on the JavaFX thread; close it with the session.
 */
public final class FrameViewModel implements AutoCloseable {
  private final Account account;
  private final DeskWatch desk;
  private final Words words;
  private final Now now;
  private final TimeWords times;
  private final Subscriptions subscriptions = new Subscriptions();
  private final ReadOnlyObjectWrapper<FrameState> state = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper connection = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper connectionHelp = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper nextDue = new ReadOnlyStringWrapper("");

  public FrameViewModel(Account account, DeskWatch desk, Words words, Now now) {
    this.account = account;
    this.desk = desk;
    this.words = words;
    this.now = now;
    this.times = new TimeWords(words, now.zone());
    subscriptions.onChange(desk.queues(), this::refresh);
    subscriptions.onChange(desk.outbox(), this::refresh);
    subscriptions.onChange(desk.connection(), _ -> refresh());
    subscriptions.onChange(now.property(), _ -> refresh());
    refresh();
  }

  public ReadOnlyObjectProperty<FrameState> state() {
    return state.getReadOnlyProperty();
  }

  /** How the server stands, in a word or two: "synced". */
  public ReadOnlyStringProperty connection() {
    return connection.getReadOnlyProperty();
  }

  /** The same in a sentence. */
  public ReadOnlyStringProperty connectionHelp() {
    return connectionHelp.getReadOnlyProperty();
  }

  /**
   * What is wrong with the server and what happens meanwhile, for as long as it lasts; else the
   * empty string. A new try does not hide it, only its success does.
   */
  public ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** "next due 6 min", or that the queue is clear. */
  public ReadOnlyStringProperty nextDue() {
    return nextDue.getReadOnlyProperty();
  }

  /** Whose desk it is. */
  public String name() {
    return account.displayName();
  }

  /** Up to two letters of the name: "Ana Bell" is AB. */
  public String initials() {
    return Arrays.stream(account.displayName().strip().split("\\s+"))
        .filter(part -> !part.isEmpty())
        .limit(2)
        .map(part -> part.substring(0, part.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private void refresh() {
    int sending = 0;
    int unsaved = 0;
    for (OutboxEntry entry : desk.outbox()) {
      sending += entry.state() == OutboxState.SENDING ? 1 : 0;
      unsaved += entry.needsAttention() ? 1 : 0;
    }
    FrameState next = FrameState.of(desk.queues(), desk.connection().get(), sending, unsaved);
    state.set(next);
    nextDue.set(next.nextDue().map(due -> sayDue(due, now.get())).orElse(words.say("frame.clear")));
    connection.set(connectionWord(next));
    connectionHelp.set(connectionSentence(next));
    switch (next.connection()) {
      case Connection.Connecting() -> {}
      case Connection.Online() -> trouble.set("");
      case Connection.Offline _, Connection.SignedOut _, Connection.Refused _ ->
          trouble.set(connectionHelp.get());
    }
  }

  private String sayDue(Instant due, Instant at) {
    String key = due.isBefore(at) ? "frame.next_late" : "frame.next_due";
    return words.say(key, times.left(due, at));
  }

  private String connectionWord(FrameState frame) {
    return switch (frame.connection()) {
      case Connection.Connecting() -> words.say("frame.connecting");
      case Connection.Online() ->
          frame.sending() == 0
              ? words.say("frame.synced")
              : words.say("frame.saving", frame.sending());
      case Connection.Offline _ -> words.say("frame.offline");
      case Connection.SignedOut _ -> words.say("frame.signed_out");
      case Connection.Refused _ -> words.say("frame.refused");
    };
  }

  private String connectionSentence(FrameState frame) {
    return switch (frame.connection()) {
      case Connection.Connecting() -> words.say("frame.connecting.help");
      case Connection.Online() -> words.say("frame.synced.help");
      case Connection.Offline(var problem, var nextTry) ->
          words.say(
              "frame.offline.help",
              words.happened(problem.code(), problem.message()),
              times.clock(nextTry, now.get()));
      case Connection.SignedOut(var problem) -> whole(problem);
      case Connection.Refused(var problem) -> whole(problem);
    };
  }

  private String whole(Problem problem) {
    return words.say(
        "frame.problem",
        words.happened(problem.code(), problem.message()),
        words.remedy(problem.code(), problem.remedy()));
  }

  @Override
  public void close() {
    subscriptions.close();
  }
}
