package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What overlays change, where, and what is refused. */
class OverlaysTest {
  private static final String DOCUMENT =
      """
      id: test
      version: 3
      title: Test
      sla: [{priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: text.rules}]
      categories:
        - category: spam
          title: Spam
          severity: neutral
          priority: P1
          thresholds:
            - {review: 0.5, block: 0.9}
            - {surface: chat, review: 0.6, block: 0.9}
          clauses: [{id: A1, title: Scam, definition: A scam.}]
      queues:
        - {id: up, title: Up, escalation: true}
        - {id: all, title: All}
      rules:
        - {id: r1, title: Rule, kind: pattern, category: spam, clause: A1, terms: ['free']}
        - {id: r2, title: Rule, kind: pattern, category: spam, clause: A1, terms: ['gift']}
      overlays:
        EU:
          regions: [DE, FR]
          categories:
            - category: spam
              thresholds: [{review: 0.4, block: 0.9}]
          clocks: [{id: c1, title: A law, sources: [authority], seconds: 3600}]
        DE:
          categories:
            - category: spam
              thresholds: [{surface: chat, review: 0.2, block: 0.8}]
              clauses: [{id: A2, title: More, definition: More.}]
          rules:
            - {id: r1, score: 0.7}
            - {id: r2, remove: true}
            - {id: r3, title: New, kind: pattern, category: spam, clause: A2, terms: ['neu']}
          queues: [{id: german, title: German, languages: [de]}]
        IN:
          review_hides: false
          sla: [{priority: P1, seconds: 30}]
          clocks: [{id: c1, title: A law, sources: [authority], seconds: 7200, orders: carry_out}]
      """;

  private static final PolicyDocument READ = PolicyDocuments.read(DOCUMENT, "my.yaml");

  @Test
  void aCountryLiesOnTheGroupThatListsItAndTheGroupOnTheBase() {
    ResolvedPolicy german = READ.forRegion("DE");
    assertThat(german.ref().overlay()).isEqualTo("DE");
    assertThat(review(german, Surface.POST)).isEqualTo(0.4);
    assertThat(review(german, Surface.CHAT)).isEqualTo(0.2);
    assertThat(german.clocks()).extracting(ClockSpec::id).containsExactly("c1");
    assertThat(german.clocks().getFirst().orders()).as("a person decides").isNull();
    assertThat(german.categories().getFirst().clauses())
        .extracting(Clause::id)
        .containsExactly("A1", "A2");
    assertThat(READ.forRegion("FR").ref().overlay()).isEqualTo("EU");
    assertThat(review(READ.forRegion("fr"), Surface.CHAT)).isEqualTo(0.6);
    assertThat(READ.forRegion("IN").reviewHides()).isFalse();
    assertThat(READ.forRegion("IN").sla().getFirst().seconds()).isEqualTo(30);
    assertThat(READ.forRegion("IN").sla().getFirst().raiseAtReach()).isEqualTo(10);
    assertThat(READ.forRegion("BR")).isEqualTo(READ.base());
    assertThat(READ.base().ref().overlay()).isNull();
    assertThat(review(READ.base(), Surface.POST)).isEqualTo(0.5);
  }

  @Test
  void entriesAreChangedAddedAndTakenOutByName() {
    ResolvedPolicy german = READ.forRegion("DE");
    assertThat(german.rules()).extracting(PolicyRule::id).containsExactly("r1", "r3");
    assertThat(german.rules().getFirst().score()).isEqualTo(0.7);
    assertThat(german.rules().getFirst().terms()).containsExactly("free");
    // An overlay's own queues are asked before those that would take everything.
    assertThat(german.queues()).extracting(QueueSpec::id).containsExactly("german", "up", "all");
  }

  @Test
  void aRegionNobodyKnowsGetsTheStrictestOfAll() {
    for (String region : List.of("ZZ", "QX", "")) {
      ResolvedPolicy strictest = READ.forRegion(region);
      assertThat(strictest.ref().overlay()).isEqualTo("ZZ");
      assertThat(review(strictest, Surface.POST)).isEqualTo(0.4);
      assertThat(review(strictest, Surface.CHAT)).isEqualTo(0.2);
      assertThat(strictest.sla().getFirst().seconds()).isEqualTo(30);
      assertThat(strictest.reviewHides()).isTrue();
      assertThat(strictest.clocks())
          .containsExactly(
              new ClockSpec(
                  "c1",
                  "A law",
                  List.of(ReportSource.AUTHORITY),
                  List.of(),
                  3600,
                  OrderPath.CARRY_OUT));
      assertThat(strictest.rules())
          .extracting(PolicyRule::id)
          .containsExactly("r1", "r2", "r1@DE", "r3");
    }
    assertThat(READ.forRegion(null)).isEqualTo(READ.forRegion("ZZ"));
  }

  @Test
  void aCalibrationHoldsInEveryRegionThatSaysNothingOfIt() {
    PolicyDocument read =
        PolicyDocuments.read(
            DOCUMENT.replace(
                "stages: [", "stages: [{stage: image.nsfw, calibration: mine@1+0123456789ab}, "),
            "test.yaml");
    for (String region : List.of("ZZ", "DE", "FR", "US")) {
      assertThat(read.forRegion(region).stages().getFirst().calibration())
          .as(region)
          .isEqualTo("mine@1+0123456789ab");
    }
  }

  @Property(tries = 60)
  void noOverlayIsStricterThanThatOfUnknownRegions(
      @ForAll @DoubleRange(min = 0, max = 0.9) double group,
      @ForAll @DoubleRange(min = 0, max = 0.8) double country) {
    PolicyDocument document =
        PolicyDocuments.read(
            DOCUMENT
                .replace("review: 0.4, block", "review: " + group + ", block")
                .replace("review: 0.2, block", "review: " + country + ", block"),
            "my.yaml");
    for (Surface surface : Surface.values()) {
      double strictest = review(document.forRegion("ZZ"), surface);
      for (String region : List.of("DE", "FR", "IN", "BR")) {
        assertThat(strictest).isLessThanOrEqualTo(review(document.forRegion(region), surface));
      }
    }
  }

  @Test
  void readingTwiceGivesTheSameAndTheOrderOfFieldsDoesNotCount() {
    PolicyDocument again = PolicyDocuments.read(DOCUMENT, "my.yaml");
    assertThat(again).isEqualTo(READ);
    String moved = DOCUMENT.replace("id: test\nversion: 3\n", "version: 3\nid: test\n");
    assertThat(PolicyDocuments.read(moved, "my.yaml").canonical()).isEqualTo(READ.canonical());
    READ.resolved()
        .values()
        .forEach(
            each -> assertThat(Wire.read(Wire.write(each), ResolvedPolicy.class)).isEqualTo(each));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "DE:\\n ~ DE:\\n    parent: XX\\n ~ line 29: overlays.DE.parent: there is no overlay 'XX';"
            + " there are DE, EU, IN",
        "regions: [DE, FR]\\n"
            + " ~ regions: [DE, FR]\\n"
            + "    parent: DE\\n"
            + " ~ overlays.DE.parent: DE lies on itself: DE on EU on DE",
        "IN:\\n ~ XX:\\n ~ overlays.XX: unknown region 'XX'",
        "IN:\\n ~ ZZ:\\n ~ overlays.ZZ: unknown regions get the strictest",
        "regions: [DE, FR] ~ regions: [DE, Frankreich] ~ line 23: overlays.EU.regions[1]: unknown"
            + " region 'Frankreich'",
        "review_hides: false ~ regions: [FR] ~ FR is listed by EU too",
        "{id: r2, remove: true} ~ {id: r9, remove: true} ~ line 35: overlays.DE.rules[1]: there is"
            + " no entry 'r9' to remove",
        "surface: chat, review: 0.2, block: 0.8 ~ surface: chat, review: 0.9, block: 0.8 ~ line 31:"
            + " overlays.DE.categories[0].thresholds[0]: review 0.9 lies above block 0.8",
        "terms: ['neu'] ~ terms: ['n(eu'] ~ line 36: rule r3: the pattern 'n(eu' cannot be read",
        "id: A2, title: More ~ id: A2, titel: More ~ overlays.DE.categories[0].clauses[0]: unknown"
            + " field 'titel'",
        "clause: A2, terms ~ clause: A7, terms ~ line 36: overlays.DE.rules[2] (r3).clause: there"
            + " is no clause A7",
        "review_hides: false ~ version: 4 ~ overlays.IN.version: belongs to the document",
        "queues: [{id: german ~ routing: [{id: x, title: X, queue: nowhere}]\\n"
            + "    queues: [{id: german ~ overlays.DE.routing[0] (x).queue: there is no queue"
            + " nowhere",
        "queues: [{id: german ~ routing: [{id: x, title: X, queue: up}]\\n"
            + "    queues: [{id: german ~ (x).queue: up takes what a person escalates alone",
        "sources: [authority] ~ sources: [court] ~ overlays.EU.clocks[0].sources[0]: unknown value"
            + " 'court'",
        "seconds: 3600 ~ seconds: 0 ~ overlays.EU.clocks[0].seconds: must be a whole number of at"
            + " least 1",
        "seconds: 3600 ~ seconds: 3600, orders: obey ~ overlays.EU.clocks[0].orders: unknown value"
            + " 'obey'"
      })
  void whatIsWrongIsNamedWithItsPlace(String find, String replace, String complaint) {
    String from = find.replace("\\n", "\n");
    assertThat(DOCUMENT).contains(from);
    assertThatThrownBy(
            () ->
                PolicyDocuments.read(
                    DOCUMENT.replace(from, replace.replace("\\n", "\n")), "my.yaml"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void theShippedPolicyHasTheClocksOfTheLawWhereTheyHold() {
    PolicyDocument shipped = PolicyDocuments.shippedDocument(3);
    assertThat(shipped.resolved()).containsOnlyKeys("DE", "EU", "IN", "US", "ZZ");
    assertThat(seconds(shipped, "FR")).containsExactly(3600L);
    assertThat(seconds(shipped, "DE")).containsExactly(3600L);
    assertThat(seconds(shipped, "IN")).containsExactly(10800L, 7200L);
    assertThat(seconds(shipped, "US")).containsExactly(172800L);
    assertThat(seconds(shipped, "BR")).isEmpty();
    assertThat(seconds(shipped, "ZZ")).containsExactlyInAnyOrder(3600L, 10800L, 7200L, 172800L);
    assertThat(shipped.forRegion("DE").clause("DE-86a")).isNotNull();
    assertThat(shipped.base().clause("DE-86a")).isNull();
  }

  @Test
  void aSpaceForMinorsIsStricterAndNewsIsNotWhateverTheLanguage() {
    ResolvedPolicy shipped = PolicyDocuments.shippedDocument(3).base();
    assertThat(review(shipped, Category.SEXUAL, Audience.MINORS))
        .isLessThan(review(shipped, Category.SEXUAL, Audience.GENERAL));
    assertThat(review(shipped, Category.VIOLENCE, Audience.NEWS))
        .isGreaterThan(review(shipped, Category.VIOLENCE, Audience.GENERAL));
    String minors =
        DOCUMENT.replace(
            "- {review: 0.5, block: 0.9}",
            "- {review: 0.5, block: 0.9}\n      - {audience: minors, review: 0.1, block: 0.9}");
    ResolvedPolicy policy = PolicyDocuments.parse(minors, "my.yaml");
    Threshold inChat =
        new Thresholds(policy, "de", "US", Surface.CHAT, Audience.MINORS).of(Category.SPAM);
    assertThat(Objects.requireNonNull(inChat).review()).isEqualTo(0.1);
  }

  private static List<Long> seconds(PolicyDocument document, String region) {
    return document.forRegion(region).clocks().stream().map(ClockSpec::seconds).toList();
  }

  private static double review(ResolvedPolicy policy, Surface surface) {
    return Objects.requireNonNull(new Thresholds(policy, "en", "US", surface).of(Category.SPAM))
        .review();
  }

  private static double review(ResolvedPolicy policy, Category category, Audience audience) {
    return Objects.requireNonNull(
            new Thresholds(policy, "de", "DE", Surface.POST, audience).of(category))
        .review();
  }
}
