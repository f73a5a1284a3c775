package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.UserProblem;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The local engine's answer beside the server's, with the reason for each difference in words. FX
 * thread only; the scan runs in the background and can be stopped.
 */
public final class RescanViewModel {
  /** Where a rescan stands. */
  public sealed interface State {
    record Idle() implements State {}

    record Running() implements State {}

    record Done(RescanReport report) implements State {}

    record Failed(UserProblem problem) implements State {}
  }

  private final LocalRescan engine;
  private final Background background;
  private final Words words;
  private final RescanReports reports;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Idle());
  private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper(false);
  private @Nullable LoadedCase loaded;
  private @Nullable Job job;

  public RescanViewModel(LocalRescan engine, Background background, Words words) {
    this.engine = engine;
    this.background = background;
    this.words = words;
    this.reports = new RescanReports(words);
  }

  /**
   * Another case is on the desk: a scan of the one before stops.
   *
   * @param leased whether originals may be fetched for it
   */
  public void show(@Nullable LoadedCase next, boolean leased) {
    UUID before = loaded == null ? null : loaded.id();
    UUID now = next == null ? null : next.id();
    loaded = next;
    if (before == null || !before.equals(now)) {
      cancel();
      state.set(new State.Idle());
    }
    lease(leased);
  }

  /** Whether originals may be fetched changed. */
  public void lease(boolean ours) {
    LoadedCase present = loaded;
    boolean needed = present != null && !present.detail().item().media().isEmpty();
    ready.set(present != null && (ours || !needed));
  }

  /** Judges the case here; nothing happens while a scan runs. */
  public void rescan() {
    LoadedCase wanted = loaded;
    if (wanted == null || !ready.get() || state.get() instanceof State.Running) {
      return;
    }
    state.set(new State.Running());
    job =
        background
            .run(words.say("rescan.work"), () -> engine.rescan(wanted))
            .then(answer -> state.set(new State.Done(reports.of(wanted, answer))))
            .fail(problem -> state.set(new State.Failed(problem)));
  }

  /** Stops a scan that runs. */
  public void cancel() {
    if (job != null) {
      job.cancel();
      job = null;
    }
    if (state.get() instanceof State.Running) {
      state.set(new State.Idle());
    }
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Whether a rescan can be asked for. */
  public ReadOnlyBooleanProperty ready() {
    return ready.getReadOnlyProperty();
  }
}
