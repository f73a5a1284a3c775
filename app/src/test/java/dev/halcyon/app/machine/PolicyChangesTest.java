package dev.halcyon.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.kit.Words;
import dev.halcyon.engine.policy.PolicyDocument;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The newest policy that ships, with each of its overlays. */
class PolicyChangesTest {
  private static final PolicyDocument NEWEST =
      PolicyDocuments.shippedDocument(PolicyDocuments.SHIPPED_VERSIONS.getLast());

  private static List<PolicyChange> changes(String region) {
    return PolicyChanges.between(NEWEST.base(), NEWEST.forRegion(region));
  }

  @Test
  void whatGermanyAddsIsNamedByItsTitleAndWhatItChangesByItsParts() {
    assertThat(changes("DE"))
        .anySatisfy(
            change -> {
              assertThat(change.field()).isEqualTo("categories");
              assertThat(change.kind()).isEqualTo(PolicyChange.Kind.CHANGED);
              assertThat(change.parts())
                  .contains(
                      new PolicyChange.Part(
                          "clauses", "", "Symbols of unconstitutional organisations"))
                  .filteredOn(part -> part.name().equals("thresholds"))
                  .singleElement()
                  .satisfies(
                      part -> {
                        assertThat(part.after()).contains("0.25 / 1.0");
                        assertThat(part.before()).isNotEmpty().isNotEqualTo(part.after());
                      });
            })
        .contains(
            new PolicyChange("queues", "German law", PolicyChange.Kind.ADDED, List.of()),
            new PolicyChange(
                "rules",
                "Slogan of an unconstitutional organisation",
                PolicyChange.Kind.ADDED,
                List.of()));
  }

  @Test
  void aLawsTimeLimitIsAddedAndNothingElseIs() {
    assertThat(changes("US"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.field()).isEqualTo("clocks");
              assertThat(change.subject()).startsWith("TAKE IT DOWN Act");
            });
  }

  @Test
  void whereNoOverlayHoldsNothingChanges() {
    assertThat(changes("BR")).isEmpty();
  }

  @Test
  void theOtherDirectionSaysWhatIsLeftOut() {
    ResolvedPolicy german = NEWEST.forRegion("DE");
    assertThat(PolicyChanges.between(german, NEWEST.base()))
        .contains(new PolicyChange("queues", "German law", PolicyChange.Kind.LEFT_OUT, List.of()));
  }

  @Test
  void aSingleValueIsShownBeforeAndAfter() {
    ResolvedPolicy base = NEWEST.base();
    ResolvedPolicy other =
        new ResolvedPolicy(
            base.ref(),
            base.title(),
            base.categories(),
            base.rules(),
            base.stages(),
            base.queues(),
            base.sla(),
            !base.reviewHides(),
            base.unsupportedLanguage(),
            base.clocks(),
            base.judge(),
            base.banks(),
            base.retention(),
            base.clusters(),
            base.routing(),
            base.underReview(),
            base.wellness());
    assertThat(PolicyChanges.between(base, other))
        .containsExactly(
            new PolicyChange(
                "reviewHides",
                "",
                PolicyChange.Kind.CHANGED,
                List.of(
                    new PolicyChange.Part(
                        "reviewHides",
                        String.valueOf(base.reviewHides()),
                        String.valueOf(other.reviewHides())))));
  }

  @Test
  void aBudgetThatDiffersIsShownByItsLimits() {
    ResolvedPolicy base = NEWEST.base();
    WellnessPolicy said = base.resting();
    WellnessBudget severe = said.budget(BudgetScope.SEVERE).orElseThrow();
    ResolvedPolicy other =
        base.withWellness(
            new WellnessPolicy(
                said.zone(),
                said.breakSeconds(),
                said.caseSeconds(),
                said.weights(),
                List.of(new WellnessBudget(severe.of(), null, 7200, 36000)),
                said.rotation(),
                said.atLimit(),
                said.breaks()));
    assertThat(PolicyChanges.between(base, other))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.field()).isEqualTo("wellness");
              assertThat(change.parts())
                  .singleElement()
                  .extracting(PolicyChange.Part::after)
                  .isEqualTo("SEVERE – / 7200 / 36000");
            });
  }

  @Test
  void everyFieldAndPartThatAShippedOverlayChangesHasAName() {
    Words words = Words.in(Locale.ENGLISH);
    TreeSet<String> keys = new TreeSet<>();
    for (String region : List.of("DE", "FR", "IN", "US", "ZZ")) {
      for (PolicyChange change : changes(region)) {
        keys.add("machine.field." + change.field());
        change.parts().forEach(part -> keys.add("machine.part." + part.name()));
      }
    }
    assertThat(keys).isNotEmpty().allMatch(key -> words.find(key).isPresent());
  }
}
