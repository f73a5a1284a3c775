package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would be understood as something else than what its author sees is refused. */
class PolicyFormTest {
  private static final String SHIPPED = PolicyDocuments.shippedText(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 5              | version: 5\\nversion: 6    | line 7: Duplicate field 'version'",
        "review_hides: true      | review_hides: true\\nreview_hides: false | Duplicate field",
        "version: 5              | version: 99999999999      | version: must be at most 2147483647",
        "version: 5              | version: 18446744073709551617 | version: must be a whole number",
      })
  void aFieldTwiceAndANumberTooLargeAreRefused(String find, String replace, String complaint) {
    refused(SHIPPED.replaceFirst(find, replace.replace("\\n", "\n")), complaint);
  }

  @ParameterizedTest
  @CsvSource({"id: other", "[1]", "words"})
  void aSecondDocumentIsRefused(String second) {
    refused(SHIPPED + "\n---\n" + second + "\n", "a second document begins here");
  }

  @Test
  void aFloodOfMoreThanFitsIsRefused() {
    String banks =
        "banks:\n  - {id: b, title: B, kind: sha256, category: spam, mode: on,"
            + " flood: {items: 4294967297, seconds: 60}}\n";
    refused(SHIPPED + banks, "banks[0].flood.items: must be at most 2147483647");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone: UTC | zone: Mars/Base | wellness.zone: 'Mars/Base' is no time zone",
        "sharp: 1.5 | sharp: 0.5 | wellness.weights: the original must weigh no less",
        "of: p0, stretch: 1800 | of: severe, stretch: 1800 | wellness.budgets[2]: two budgets",
        "stretch: 3000, day: 14400 | stretch: 3000, day: 2000 | wellness.budgets[1]: a stretch"
            + " must",
        "of: p0, stretch: 1800, day: 10800, week: 43200 | of: p0 | wellness.budgets[2]: needs"
            + " stretch",
        "lock_after: 3600 | lock_after: 1800 | wellness.breaks: lock_after lies before",
        "effect: escalate | effect: shrug | wellness.at_limit.effect",
      })
  void whatIsSaidOfThePeopleWhoLookIsCheckedWithItsPlace(
      String find, String replace, String complaint) {
    String shipped = PolicyDocuments.shippedText(6);
    assertThat(shipped).contains(find);
    refused(shipped.replaceFirst(java.util.regex.Pattern.quote(find), replace), complaint);
  }

  @Test
  void anOverlayChangesOneLimitAndKeepsTheOthers() {
    String yaml =
        PolicyDocuments.shippedText(6)
            .replaceFirst(
                "\n  US:\n",
                "\n"
                    + "  US:\n"
                    + "    wellness: {budgets: [{of: severe, day: 9000}], break_seconds: 900}\n");
    WellnessPolicy there = PolicyDocuments.read(yaml, "my.yaml").forRegion("US").resting();
    assertThat(there.budget(BudgetScope.SEVERE))
        .contains(new WellnessBudget(BudgetScope.SEVERE, 3000, 9000, 54000));
    assertThat(there.budget(BudgetScope.P0)).isPresent();
    assertThat(there.breakSeconds()).isEqualTo(900);
    assertThat(there.rotation().afterCases()).isEqualTo(10);
  }

  @Test
  void aPolicyThatSaysNothingLimitsNobody() {
    assertThat(PolicyDocuments.shipped(5).wellness()).isNull();
    assertThat(PolicyDocuments.shipped(5).resting().budgets()).isEmpty();
  }

  private static void refused(String yaml, String complaint) {
    assertThatThrownBy(() -> PolicyDocuments.parse(yaml, "my.yaml"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }
}
