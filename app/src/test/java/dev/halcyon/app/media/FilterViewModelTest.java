package dev.halcyon.app.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.Filter.Effect;
import dev.halcyon.protocol.Filter.Strength;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilterViewModelTest {
  private static final Filter CARTOON = new Filter(Effect.CARTOON, Strength.MEDIUM, false);

  private final LaterLane io = new LaterLane();
  private final Background background =
      new Background(
          io,
          io,
          Runnable::run,
          (title, thrown) -> new UserProblem("test.unexpected", title, "", thrown));
  private final List<String> asked = new ArrayList<>();
  private UserProblem refusal;
  private final ObjectProperty<Filters> chosen = new SimpleObjectProperty<>(Filters.DEFAULT);
  private final MediaViewModel<String> media =
      new MediaViewModel<>(
          Words.in(Locale.ENGLISH),
          new RevealViewModel<>(
              _ -> {
                throw new AssertionError("no original is asked for");
              },
              background,
              "asking",
              Clock.systemUTC()));
  private final CasePictures pictures = new CasePictures(background, Words.in(Locale.ENGLISH));
  private final FilteredAhead ahead =
      new FilteredAhead(
          (_, _, frame, filter) -> {
            if (refusal != null) {
              throw refusal;
            }
            asked.add(frame + " " + filter.effect());
            return Cases.jpeg(64, 48, frame);
          },
          pictures,
          background,
          "making ahead");
  private final FilterViewModel vm =
      new FilterViewModel(
          media,
          ahead,
          new FilterViewModel.Choices() {
            @Override
            public ObservableValue<Filters> value() {
              return chosen;
            }

            @Override
            public void change(UnaryOperator<Filters> change) {
              chosen.set(change.apply(chosen.get()));
            }
          },
          background,
          "making");

  @BeforeEach
  void follow() {
    vm.attach(new Subscriptions());
  }

  private FilterState state() {
    return vm.state().get();
  }

  @Test
  void theUsualRenditionIsShownAtOnceAndAsksForNothing() {
    media.show(Cases.video(), true);
    assertThat(state().rendition()).isSameAs(media.shown().get().rendition());
    assertThat(state().making()).isFalse();
    assertThat(io.waiting()).isZero();
  }

  @Test
  void whatThisPersonWantsOfTheNextCasesIsThereBeforeThey() {
    chosen.set(Filters.DEFAULT.withAll(CARTOON));
    ahead.comes(List.of(Cases.text(), Cases.picture(), Cases.video()), chosen.get());
    assertThat(asked).as("not on the caller's thread").isEmpty();
    io.runAll();
    assertThat(asked).containsExactly("0 CARTOON", "7 CARTOON");
    media.show(Cases.picture(), true);
    assertThat(state().shown()).as("in the first frame").isEqualTo(CARTOON);
    assertThat(state().making()).isFalse();
    assertThat(pictures.large().has(state().rendition())).as("decoded too").isTrue();
    media.show(Cases.video(), true);
    assertThat(state().shown()).isEqualTo(CARTOON);
    ahead.comes(List.of(Cases.picture(), Cases.video()), chosen.get());
    io.runAll();
    assertThat(asked).as("made once").hasSize(2);
  }

  @Test
  void anotherChoiceIsMadeForTheNextCasesToo() {
    ahead.comes(List.of(Cases.video()), chosen.get());
    media.show(Cases.picture(), true);
    vm.chooseForAll();
    vm.choose(_ -> CARTOON);
    vm.chooseForAll();
    io.runAll();
    assertThat(asked).containsExactlyInAnyOrder("0 CARTOON", "7 CARTOON");
  }

  @Test
  void nothingIsMadeAheadOfUsualFiltersOrOfCasesThatOthersHave() {
    ahead.comes(List.of(Cases.picture(), Cases.video()), Filters.DEFAULT);
    LoadedCase free = Cases.picture();
    LoadedCase taken =
        new LoadedCase(free.detail(), free.renditions(), free.sounds(), free.missing(), "Ben");
    ahead.comes(List.of(taken), Filters.DEFAULT.withAll(CARTOON));
    io.runAll();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatCannotBeMadeAheadIsAskedForWhenItIsThereAndThenSaysWhy() {
    refusal = new UserProblem("media.crash", "Decoder failed.", "Decide by the rest.");
    chosen.set(Filters.DEFAULT.withAll(CARTOON));
    ahead.comes(List.of(Cases.picture(), Cases.video()), chosen.get());
    io.runAll();
    media.show(Cases.picture(), true);
    io.runAll();
    assertThat(state().problem()).contains(refusal);
    refusal = null;
    ahead.comes(List.of(Cases.video()), chosen.get());
    ahead.comes(List.of(Cases.picture()), chosen.get());
    io.runAll();
    assertThat(asked).as("forgotten with the list it was in").containsExactly("0 CARTOON");
  }

  @Test
  void anotherFilterIsMadeWhileTheUsualOneStays() {
    media.show(Cases.picture(), true);
    vm.choose(_ -> CARTOON);
    assertThat(state().making()).isTrue();
    assertThat(state().shown()).as("blurred until it is there").isEqualTo(Filter.USUAL);
    io.runAll();
    assertThat(state().making()).isFalse();
    assertThat(state().shown()).isEqualTo(CARTOON);
    assertThat(asked).containsExactly("0 CARTOON");
  }

  @Test
  void whileAFilterThatHidesMoreIsMadeNothingIsShown() {
    media.show(Cases.picture(), true);
    vm.choose(filter -> filter.withStrength(Strength.STRONG));
    assertThat(state().rendition()).isNull();
    io.runAll();
    assertThat(state().shown().strength()).isEqualTo(Strength.STRONG);
    vm.choose(filter -> filter.withStrength(Strength.MEDIUM));
    refusal = new UserProblem("media.crash", "Decoder failed.", "Decide by the rest.");
    vm.choose(filter -> filter.withEffect(Effect.MOSAIC).withStrength(Strength.STRONG));
    io.runAll();
    assertThat(state().rendition()).as("not even when it cannot be made").isNull();
    assertThat(state().problem()).contains(refusal);
  }

  @Test
  void aHarmRemembersItsFilterAndOthersKeepTheirs() {
    media.show(Cases.picture(), true);
    Category harm = state().harm();
    vm.choose(_ -> CARTOON);
    assertThat(chosen.get().of(harm)).isEqualTo(CARTOON);
    assertThat(chosen.get().of(Category.COPYRIGHT)).isEqualTo(Filter.USUAL);
    vm.chooseForAll();
    assertThat(chosen.get().of(Category.COPYRIGHT)).isEqualTo(CARTOON);
    vm.next();
    assertThat(state().filter().effect()).isEqualTo(Effect.MOSAIC);
    vm.next();
    assertThat(state().filter().effect()).isEqualTo(Effect.BLUR);
  }

  @Test
  void anAnswerForAnotherFrameIsNotShownAndGoingBackAsksNoSecondTime() {
    media.show(Cases.video(), true);
    vm.choose(_ -> CARTOON);
    io.runAll();
    int first = state().rendition().frame();
    media.strip().select(2);
    media.strip().select(3);
    assertThat(state().shown()).isEqualTo(Filter.USUAL);
    io.runAll();
    assertThat(state().rendition().frame()).isEqualTo(3);
    int before = asked.size();
    media.strip().select(first);
    assertThat(state().shown()).as("kept").isEqualTo(CARTOON);
    io.runAll();
    assertThat(asked).hasSize(before);
  }

  @Test
  void whyAFilterCouldNotBeMadeIsSaidAndTheUsualOneStays() {
    refusal = new UserProblem("network.unreachable", "No answer.", "It is tried again.");
    media.show(Cases.picture(), true);
    vm.choose(_ -> CARTOON);
    io.runAll();
    assertThat(state().problem()).contains(refusal);
    assertThat(state().shown()).isEqualTo(Filter.USUAL);
  }
}
