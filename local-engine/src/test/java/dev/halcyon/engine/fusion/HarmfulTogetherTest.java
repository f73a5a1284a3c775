package dev.halcyon.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.testing.Pairs;
import dev.halcyon.engine.testing.Pairs.Pair;
import dev.halcyon.engine.testing.Pairs.Picture;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Pictures and captions that are harmful only together, over the shipped policy. Half of them were
 * kept aside while its combinations were written; the figures below are of that half.
 */
class HarmfulTogetherTest {
  private static final Pairs CASCADE = new Pairs(false);

  @AfterAll
  static void close() {
    CASCADE.close();
  }

  private static double share(List<Pair> pairs, java.util.function.Predicate<Pair> of) {
    return (double) pairs.stream().filter(of).count() / pairs.size();
  }

  @Test
  void halfOfAtLeastSixtyPairsIsHeldOut() throws IOException {
    List<Pair> pairs = Pairs.all();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(60);
    assertThat(share(pairs, Pair::heldOut)).isBetween(0.45, 0.55);
    assertThat(pairs).extracting(Pair::caption).doesNotHaveDuplicates();
  }

  /** Caught, and by nothing but the two being together. */
  private static boolean together(Pair pair) {
    return CASCADE.alarm(pair, pair.caption(), pair.picture())
        && !CASCADE.alarm(pair, pair.caption(), Picture.NONE)
        && !CASCADE.alarm(pair, "", pair.picture());
  }

  /** "I am so tired of everything" is one that the text tier, after recall first, asks about. */
  @Test
  void nearlyEveryPartIsHarmlessAlone() throws IOException {
    List<String> alarms = new ArrayList<>();
    int parts = 0;
    for (Pair pair : Pairs.all()) {
      for (String caption : List.of(pair.caption(), pair.otherCaption())) {
        parts++;
        if (CASCADE.alarm(pair, caption, Picture.NONE)) {
          alarms.add(pair.id() + ": " + caption);
        }
      }
      for (Picture picture : List.of(pair.picture(), pair.otherPicture())) {
        parts++;
        if (CASCADE.alarm(pair, "", picture)) {
          alarms.add(pair.id() + ": " + picture);
        }
      }
    }
    assertThat((double) alarms.size() / parts).as(alarms.toString()).isLessThanOrEqualTo(0.03);
  }

  @Test
  void pairsHeldOutAreMostlyCaughtAndTheirPartsApartMostlyLeft() throws IOException {
    List<Pair> held = Pairs.all().stream().filter(Pair::heldOut).toList();
    assertThat(share(held, HarmfulTogetherTest::together))
        .as("caught")
        .isGreaterThanOrEqualTo(0.65);
    assertThat(
            share(held, pair -> CASCADE.alarm(pair, pair.caption(), pair.otherPicture()))
                + share(held, pair -> CASCADE.alarm(pair, pair.otherCaption(), pair.picture())))
        .as("false alarms of both kinds, each as a share")
        .isLessThanOrEqualTo(0.2);
  }

  @Test
  void mostPairsWrittenBeforeTheRulesAreCaught() throws IOException {
    List<Pair> pairs = Pairs.independent();
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(40);
    assertThat(share(pairs, HarmfulTogetherTest::together)).isGreaterThanOrEqualTo(0.5);
    assertThat(share(pairs, pair -> CASCADE.alarm(pair, pair.caption(), pair.otherPicture())))
        .as("the same captions under other pictures")
        .isLessThanOrEqualTo(0.1);
  }

  @Test
  void ordinaryCaptionsUnderTheSamePicturesRarelyRaiseAnAlarm() throws IOException {
    int alarms = 0;
    int all = 0;
    for (Pair pair : Pairs.all().stream().filter(Pair::heldOut).toList()) {
      for (String caption : Pairs.ordinary(true).subList(0, 10)) {
        alarms += CASCADE.alarm(pair, caption, pair.picture()) ? 1 : 0;
        all++;
      }
    }
    assertThat((double) alarms / all).isLessThan(0.15);
  }

  @Test
  void whatIsCaughtNamesItsRuleTheWordsAndThePlaceInThePicture() {
    Picture knife = new Picture(List.of("knife"), "", 0);
    ScanResult result = CASCADE.scan("see you after school tomorrow", knife);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.rationale().clause().id()).isEqualTo("V1");
    Assessment said =
        result.assessments().stream()
            .filter(each -> each.stage().equals(CombinationStage.NAME))
            .findFirst()
            .orElseThrow();
    assertThat(said.evidence())
        .filteredOn(each -> each.source().equals("rule:weapon-and-approach-en"))
        .hasAtLeastOneElementOfType(Evidence.Region.class)
        .hasAtLeastOneElementOfType(Evidence.Words.class);
  }
}
