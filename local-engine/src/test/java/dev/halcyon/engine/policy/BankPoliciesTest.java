package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BankPoliciesTest {
  private static final String SMALL =
      """
      id: test
      version: 1
      title: Test
      sla: [{priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: banks}, {stage: text.rules}]
      categories:
        - category: spam
          title: Spam
          severity: neutral
          priority: P1
          thresholds: [{review: 0.5, block: 0.9}]
          clauses: [{id: A1, title: Scam, definition: A scam.}]
      queues: [{id: up, title: Up, escalation: true}, {id: all, title: All}]
      banks:
        - {id: known-scams, title: Scams, kind: pdq, mode: percent, percent: 25, category: spam, clause: A1, verdict: review}
        - {id: our-logos, title: Logos, kind: sha256, content: known_good, mode: on}
      retention: [{data: allowed, days: 90}]
      """;

  @Test
  void banksAndRetentionAreReadAndMissingFieldsHaveTheirUsualValue() {
    ResolvedPolicy policy = PolicyDocuments.parse(SMALL, "p");

    assertThat(policy.banks())
        .containsExactly(
            new BankSpec(
                "known-scams",
                "Scams",
                BankKind.PDQ,
                BankContent.KNOWN_BAD,
                BankMode.PERCENT,
                25,
                Category.SPAM,
                "A1",
                Verdict.REVIEW,
                50,
                true,
                1.0 / 3,
                100,
                3600),
            new BankSpec(
                "our-logos",
                "Logos",
                BankKind.SHA256,
                BankContent.KNOWN_GOOD,
                BankMode.ON,
                100,
                null,
                null,
                Verdict.ALLOW,
                50,
                true,
                1.0 / 3,
                100,
                3600));
    assertThat(policy.retention())
        .containsExactly(new RetentionSpec(RetentionSpec.Kind.ALLOWED, 90));
    assertThat(Wire.read(Wire.write(policy), ResolvedPolicy.class)).isEqualTo(policy);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aPolicyWithoutBanksIsWrittenAsBefore(int version) {
    assertThat(Wire.write(PolicyDocuments.shipped(version)))
        .doesNotContain("\"banks\"", "\"retention\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{stage: banks}, ~ '' ~ banks: nothing asks them, for the stage banks is not listed",
        "{stage: banks}, ~ '{stage: cache}, {stage: banks},' ~ banks must stand before cache",
        "{stage: banks}, ~ '{stage: cache.meaning}, {stage: banks},' ~ before cache.meaning",
        "{stage: banks}, ~ '{stage: banks}, {stage: cache.media},' ~ right after media.decode",
        "id: known-scams ~ id: ../etc ~ line 15: banks[0].id: must be 1 to 60 of a-z",
        "id: our-logos ~ id: known-scams ~ banks[1] (known-scams): the id stands twice",
        "kind: pdq ~ kind: pqd ~ banks[0].kind: unknown value 'pqd'",
        "mode: percent, percent: 25 ~ mode: percent ~ banks[0].percent: must be a whole number",
        "percent: 25 ~ percent: 101 ~ banks[0].percent: must be at most 100",
        "mode: percent, percent: 25 ~ mode: on, percent: 25 ~ means something only with mode",
        "category: spam, clause ~ category: hate, clause ~ this policy says nothing of hate",
        "clause: A1, verdict ~ clause: A9, verdict ~ banks[0] (known-scams).clause: there is no",
        "verdict: review ~ verdict: allow ~ banks[0].verdict: unknown value 'allow'",
        "mode: on ~ 'mode: on, verdict: block' ~ concludes nothing",
        "verdict: review ~ 'verdict: review, share: 0' ~ banks[0].share: must be over 0",
        "verdict: review ~ 'verdict: review, quality: 101' ~ banks[0].quality: must be at most",
        "verdict: review ~ 'verdict: review, flood: {items: -1}' ~ banks[0].flood.items: must be",
        "days: 90 ~ days: 0 ~ retention[0].days: must be a whole number of at least 1",
        "data: allowed ~ data: everything ~ retention[0].data: unknown value 'everything'",
        "days: 90} ~ 'days: 90}, {data: allowed, days: 9}' ~ retention[1]: the same data stands",
      })
  void whatIsWrongIsNamed(String before, String after, String complaint) {
    assertThat(SMALL).contains(before);
    assertThatThrownBy(
            () -> PolicyDocuments.parse(SMALL.replaceFirst("\\Q" + before + "\\E", after), "p"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }
}
