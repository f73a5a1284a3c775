package dev.halcyon.engine.personal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PersonalDataStageTest {
  private static final RescanEngine ENGINE = RescanEngine.start(EngineOptions.forServer());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static Optional<Assessment> said(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals(PersonalDataStage.NAME))
        .findFirst();
  }

  @Test
  void accountNumberIsReviewedUnderItsClauseWithoutRepeatingIt() {
    String text = "send the rent to DE89 3704 0044 0532 0130 00 by friday";
    ScanResult result = ENGINE.scan(Scans.text(text));
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    Assessment found = said(result).orElseThrow();
    assertThat(found.tier()).isEqualTo(Tier.RULES);
    assertThat(found.evidence())
        .singleElement()
        .isEqualTo(new Evidence.Words(Category.PRIVACY, 1, "rule:iban", 17, 44, "bank account"));
    assertThat(result.rationale().clause().id()).isEqualTo("D2");
  }

  @Test
  void telephoneNumberAloneIsScoredButNotReviewed() {
    ScanResult result = ENGINE.scan(Scans.text("the weather line is 541-754-3010, they say"));
    assertThat(said(result).orElseThrow().scores())
        .singleElement()
        .satisfies(each -> assertThat(each.score()).isEqualTo(0.45));
    assertThat(said(result).orElseThrow().verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void numberWithAWrongCheckDigitIsNoAccountAndNoCard() {
    ScanResult result = ENGINE.scan(Scans.text("ticket 4111 1111 1111 1112 is sold out"));
    assertThat(said(result).orElseThrow().evidence()).isEmpty();
  }

  @Test
  void textWithoutDigitOrSignLeavesNoTrace() {
    assertThat(said(ENGINE.scan(Scans.text("a lovely day at the lake")))).isEmpty();
  }
}
