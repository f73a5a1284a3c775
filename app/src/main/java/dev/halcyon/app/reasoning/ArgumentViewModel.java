package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Rationale;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyProperty;
import org.jspecify.annotations.Nullable;

/**
 * The machine's argument about the case on the desk, in words: reasoning, scores, history, and why
 * it stands where it stands. FX thread only.
 */
public final class ArgumentViewModel {
  /**
   * Everything that is said of one case; what nobody looks at is not put into words. FX thread
   * only.
   */
  public static final class Said {
    private final UUID caseId;
    private final @Nullable Argument argument;
    private final Supplier<ScoreBoard> scores;
    private final Supplier<HistoryViewModel> history;
    private final Supplier<List<String>> why;

    Said(
        UUID caseId,
        @Nullable Argument argument,
        Supplier<ScoreBoard> scores,
        Supplier<HistoryViewModel> history,
        Supplier<List<String>> why) {
      this.caseId = caseId;
      this.argument = argument;
      this.scores = once(scores);
      this.history = once(history);
      this.why = once(why);
    }

    private static <T> Supplier<T> once(Supplier<T> made) {
      return new Supplier<>() {
        private @Nullable T known;

        @Override
        public T get() {
          T now = known;
          if (now == null) {
            now = made.get();
            known = now;
          }
          return now;
        }
      };
    }

    public UUID caseId() {
      return caseId;
    }

    /** Null while the cascade has not finished. */
    public @Nullable Argument argument() {
      return argument;
    }

    public ScoreBoard scores() {
      return scores.get();
    }

    public HistoryViewModel history() {
      return history.get();
    }

    /** Why the case stands where it stands, a sentence each. */
    public List<String> why() {
      return why.get();
    }
  }

  private final Words words;
  private final TimeWords times;
  private final Now now;
  private final ArgumentComposer composer;
  private final WhyOnTop why;
  private final IntegerProperty lit;
  private final Consumer<Evidence> jump;
  private final RescanViewModel rescan;
  private final SimilarViewModel similar;
  private final ObjectProperty<Set<UUID>> exceptions;
  private final ReadOnlyObjectWrapper<@Nullable Said> said = new ReadOnlyObjectWrapper<>(null);

  /**
   * @param lit the step both ends of which are lit, 0 for none; shared with the item
   * @param jump shows what a piece of evidence points at
   * @param exceptions members of the case that the decision is not for; shared with the form
   */
  public ArgumentViewModel(
      Words words,
      TimeWords times,
      Now now,
      IntegerProperty lit,
      Consumer<Evidence> jump,
      RescanViewModel rescan,
      SimilarViewModel similar,
      ObjectProperty<Set<UUID>> exceptions) {
    this.words = words;
    this.times = times;
    this.now = now;
    this.composer = new ArgumentComposer(words);
    this.why = new WhyOnTop(words, times);
    this.lit = lit;
    this.jump = jump;
    this.rescan = rescan;
    this.similar = similar;
    this.exceptions = exceptions;
  }

  /** Shows another case, or none. */
  public void show(@Nullable LoadedCase loaded, boolean leased) {
    rescan.show(loaded, leased);
    similar.show(loaded == null ? null : loaded.detail());
    if (loaded == null) {
      said.set(null);
      return;
    }
    Rationale rationale = loaded.detail().rationale();
    said.set(
        new Said(
            loaded.id(),
            rationale == null
                ? null
                : composer.compose(
                    rationale, loaded.detail().item().text(), loaded.detail().item().media()),
            () -> ScoreBoard.of(loaded.detail().assessments()),
            () -> HistoryViewModel.of(loaded.detail(), words, times, now.get()),
            () -> why.sentences(loaded.summary(), now.get())));
  }

  /** The same case became ours, or ceased to be. */
  public void lease(boolean ours) {
    rescan.lease(ours);
  }

  public ReadOnlyObjectProperty<@Nullable Said> said() {
    return said.getReadOnlyProperty();
  }

  public IntegerProperty lit() {
    return lit;
  }

  /** Members of the case that the decision is not for. */
  public ReadOnlyProperty<Set<UUID>> exceptions() {
    return exceptions;
  }

  /** Takes a member out of the decision, or back into it. */
  void except(UUID itemId, boolean excepted) {
    Set<UUID> now = new HashSet<>(exceptions.get());
    if (excepted) {
      now.add(itemId);
    } else {
      now.remove(itemId);
    }
    exceptions.set(Set.copyOf(now));
  }

  public SimilarViewModel similar() {
    return similar;
  }

  public RescanViewModel rescan() {
    return rescan;
  }

  public ArgumentComposer composer() {
    return composer;
  }

  /** Follows a link of a step to what it points at. */
  public void follow(Argument.Link link) {
    lit.set(link.step());
    jump.accept(link.evidence());
  }

  /** Lights the next step, or the one before; stops at both ends. */
  public void move(int steps) {
    Said present = said.get();
    Argument argument = present == null ? null : present.argument();
    if (argument == null || argument.steps().isEmpty()) {
      return;
    }
    List<Argument.Step> all = argument.steps();
    int at = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).number() == lit.get()) {
        at = i;
      }
    }
    int to = at < 0 ? (steps > 0 ? 0 : all.size() - 1) : Math.clamp(at + steps, 0, all.size() - 1);
    Argument.Step step = all.get(to);
    lit.set(step.number());
    step.links().stream().findFirst().ifPresent(link -> jump.accept(link.evidence()));
  }
}
