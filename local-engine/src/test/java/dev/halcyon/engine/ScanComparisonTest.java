package dev.halcyon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.ScanComparison.Difference;
import dev.halcyon.engine.ScanComparison.Reason;
import dev.halcyon.protocol.Category;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ScanComparisonTest {
  private static final RescanEngine ENGINE = RescanEngine.start(EngineOptions.forWorkbench());
  private static final String TEXT = "you pathetic idiot, claim your prize now";

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static ScanResult scan(String text, int policy) {
    return ENGINE.scan(Scans.text(text, "en", Scans.policy(policy)));
  }

  private static Difference of(List<Difference> differences, String stage, Category category) {
    return differences.stream()
        .filter(each -> each.stage().equals(stage) && each.category() == category)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sameItemUnderTheSamePolicyHasNoDifference() {
    List<Difference> differences =
        ScanComparison.compare(scan(TEXT, 2).assessments(), scan(TEXT, 2).assessments());
    assertThat(differences)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.reasons()).containsExactly(Reason.SAME));
  }

  @Test
  void olderHeadAndPolicyAreNamedAsTheReasons() {
    List<Difference> differences =
        ScanComparison.compare(scan(TEXT, 1).assessments(), scan(TEXT, 2).assessments());

    Difference harassment = of(differences, "text.linear", Category.HARASSMENT);
    assertThat(harassment.reasons()).containsExactly(Reason.MODEL_VERSION, Reason.POLICY_VERSION);
    assertThat(of(differences, "text.linear", Category.VIOLENCE).reasons())
        .contains(Reason.ONLY_LOCAL, Reason.MODEL_VERSION);
    assertThat(of(differences, "fusion", Category.VIOLENCE).reasons())
        .contains(Reason.ONLY_LOCAL, Reason.MODEL_VERSION);
  }

  @Test
  void editedItemIsAnotherInput() {
    List<Difference> differences =
        ScanComparison.compare(scan(TEXT, 2).assessments(), scan(TEXT + " today", 2).assessments());
    assertThat(of(differences, "text.linear", Category.HARASSMENT).reasons())
        .containsExactly(Reason.INPUT);
  }

  @Test
  void stageThatOnlyTheServerRanIsSaidToBeMissingHere() {
    var server = scan(TEXT, 2).assessments();
    var local = server.stream().filter(each -> !each.stage().equals("text.linear")).toList();
    assertThat(of(ScanComparison.compare(server, local), "text.linear", Category.SPAM).reasons())
        .containsExactly(Reason.ONLY_SERVER);
  }

  @Test
  void widestDifferenceOfAStageComesFirst() {
    List<Difference> linear =
        ScanComparison.compare(scan(TEXT, 1).assessments(), scan(TEXT, 2).assessments()).stream()
            .filter(each -> each.stage().equals("text.linear"))
            .toList();
    assertThat(linear).isSortedAccordingTo((a, b) -> Double.compare(b.distance(), a.distance()));
  }
}
