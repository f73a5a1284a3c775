package dev.halcyon.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheStageTest {
  private static final String SHORT = "you are an idiot";
  private static final String LONG =
      "nobody in this whole town ever understood why the old harbour master kept his lamp burning"
          + " through every single night of that long and bitter winter by the sea, when no ship"
          + " had come in since autumn and the ice lay thick between the moles, and yet he climbed"
          + " the stairs each evening with his can of oil as if the whole fleet were expected"
          + " before dawn";

  private static final PastDecision REMOVED =
      new PastDecision(
          UUID.randomUUID(),
          UUID.randomUUID(),
          DecisionAction.REMOVE,
          List.of(),
          Category.HARASSMENT,
          null,
          "",
          false,
          "ana",
          new PolicyRef("p", 1, null),
          Instant.EPOCH,
          "");

  private String models = "models-1";
  private final CacheStage cache = new CacheStage(4, policy -> models);
  private double score = 0.8;
  private AssessmentStatus status = AssessmentStatus.OK;
  private int asked;
  private final CascadeRunner runner =
      new CascadeRunner(List.of(cache, model()), Origin.SERVER, Clock.systemUTC());

  @AfterEach
  void close() {
    runner.close();
  }

  private Stage model() {
    return new Stage() {
      @Override
      public String name() {
        return "text.model";
      }

      @Override
      public Tier tier() {
        return Tier.CLASSIFIER;
      }

      @Override
      public boolean appliesTo(ScanContext context) {
        return true;
      }

      @Override
      public StageOutcome assess(ScanContext context) {
        asked++;
        return new StageOutcome(
            status,
            "",
            Verdict.ALLOW,
            List.of(new CategoryScore(Category.HARASSMENT, score, null)),
            List.of(new Evidence.Words(Category.HARASSMENT, 1, "model:m", 0, 3, "you")),
            new ModelRef("m", "1", "", "jvm"),
            "00");
      }
    };
  }

  private static final ResolvedPolicy POLICY =
      Scans.withStages(
          Scans.policy(2),
          new StageSpec("cache", null, false),
          new StageSpec("text.model", null, true));

  private static ScanRequest text(String text) {
    return Scans.text(text, "en", POLICY);
  }

  private static Assessment said(ScanResult result) {
    return result.assessments().getFirst();
  }

  @Test
  void theSameItemIsNotJudgedTwiceAndSaysWhoseVerdictItHas() {
    ScanRequest first = text(SHORT);
    ScanResult judged = runner.run(first);
    ScanResult again = runner.run(text(SHORT));

    assertThat(asked).isEqualTo(1);
    assertThat(again.verdict()).isEqualTo(judged.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(again.scores()).isEqualTo(judged.scores());
    assertThat(said(again).tier()).isEqualTo(Tier.CACHE);
    assertThat(said(again).note()).isEqualTo("the same as item " + first.itemId());
    assertThat(said(again).evidence()).hasSize(1);
    assertThat(again.rationale().category()).isEqualTo(judged.rationale().category());
  }

  /** One thing a verdict may depend on, changed. */
  private enum Changed {
    REGION(
        r -> with(r, r.text(), "DE", r.surface(), r.language(), r.author(), List.of(), 0, false)),
    SURFACE(
        r ->
            with(
                r,
                r.text(),
                r.region(),
                Surface.CHAT,
                r.language(),
                r.author(),
                List.of(),
                0,
                false)),
    LANGUAGE(
        r -> with(r, r.text(), r.region(), r.surface(), "fr", r.author(), List.of(), 0, false)),
    MINOR(
        r ->
            with(
                r,
                r.text(),
                r.region(),
                r.surface(),
                r.language(),
                new Author("u-1", "someone", 100, true),
                List.of(),
                0,
                false)),
    CONVERSATION(
        r ->
            with(
                r,
                r.text(),
                r.region(),
                r.surface(),
                r.language(),
                r.author(),
                List.of(new ContextMessage("u-1", "s", "before", Instant.EPOCH, null)),
                0,
                false)),
    REPORTS(
        r ->
            with(
                r,
                r.text(),
                r.region(),
                r.surface(),
                r.language(),
                r.author(),
                List.of(),
                2,
                false)),
    HISTORY(
        r ->
            with(
                r,
                r.text(),
                r.region(),
                r.surface(),
                r.language(),
                r.author(),
                List.of(),
                0,
                true)),
    DISGUISE(
        r ->
            with(
                r,
                "you are an id1ot",
                r.region(),
                r.surface(),
                r.language(),
                r.author(),
                List.of(),
                0,
                false)),
    CASE(
        r ->
            with(
                r,
                "You are an idiot",
                r.region(),
                r.surface(),
                r.language(),
                r.author(),
                List.of(),
                0,
                false));

    private final UnaryOperator<ScanRequest> change;

    Changed(UnaryOperator<ScanRequest> change) {
      this.change = change;
    }
  }

  private static ScanRequest with(
      ScanRequest from,
      String text,
      String region,
      Surface surface,
      String language,
      Author author,
      List<ContextMessage> conversation,
      int reports,
      boolean history) {
    AuthorHistory past =
        history ? new AuthorHistory(author.id(), 3, 1, List.of(REMOVED)) : from.history();
    return new ScanRequest(
        UUID.randomUUID(),
        text,
        language,
        region,
        surface,
        author,
        conversation,
        List.of(),
        List.of(),
        reports,
        past,
        from.policy(),
        from.deadline());
  }

  @ParameterizedTest
  @EnumSource
  void whatAVerdictMayDependOnIsPartOfTheKey(Changed changed) {
    runner.run(text(SHORT));

    ScanResult other = runner.run(changed.change.apply(text(SHORT)));

    assertThat(asked).isEqualTo(2);
    assertThat(said(other).note()).doesNotStartWith("the same as");
  }

  /** One thing about the policy, changed while its words stay the same. */
  private enum ChangedPolicy {
    VERSION(policy -> policy.put("version", 3)),
    OVERLAY(policy -> policy.put("overlay", "DE"));

    private final Consumer<ObjectNode> change;

    ChangedPolicy(Consumer<ObjectNode> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherVersionOrOverlayIsJudgedAnew(ChangedPolicy changed) throws JsonProcessingException {
    runner.run(text(SHORT));
    ObjectNode tree = Wire.mapper().valueToTree(POLICY);
    changed.change.accept((ObjectNode) tree.get("ref"));

    runner.run(Scans.text(SHORT, "en", Wire.mapper().treeToValue(tree, ResolvedPolicy.class)));

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void anErasedItemIsForgottenAndAnotherIsNot() {
    ScanRequest first = text(SHORT);
    ScanRequest other = text("another short text");
    runner.run(first);
    runner.run(other);
    int before = asked;
    runner.forget(Set.of(first.itemId()));
    assertThat(said(runner.run(text(SHORT))).note()).as("nor does it warn").isEmpty();
    assertThat(asked).isEqualTo(before + 1);
    assertThat(said(runner.run(text("another short text"))).note())
        .isEqualTo("the same as item " + other.itemId());
    assertThat(asked).isEqualTo(before + 1);
  }

  @Test
  void anotherModelVersionOrPromptOfThePolicyIsJudgedAnew() {
    ScanRequest first = text(SHORT);
    runner.run(first);
    ResolvedPolicy newer =
        Scans.withStages(
            POLICY, new StageSpec("cache", null, false), new StageSpec("text.model", "2.0", true));
    runner.run(Scans.text(SHORT, "en", newer));
    assertThat(asked).isEqualTo(2);

    JudgePolicy usual = JudgePolicy.USUAL;
    for (String prompt : List.of("judge-1", "judge-2")) {
      ObjectNode tree = Wire.mapper().valueToTree(POLICY);
      tree.set("judge", Wire.mapper().<ObjectNode>valueToTree(usual).put("prompt", prompt));
      runner.run(Scans.text(SHORT, "en", Wire.mapper().convertValue(tree, ResolvedPolicy.class)));
    }
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void whatRunsNowCountsWhateverThePolicySays() {
    runner.run(text(SHORT));
    models = "models-2";
    ScanResult other = runner.run(text(SHORT));
    assertThat(asked).isEqualTo(2);
    assertThat(said(other).note()).isEmpty();
    models = "models-1";
    assertThat(said(runner.run(text(SHORT))).note()).startsWith("the same as item ");
    assertThat(asked).isEqualTo(2);
  }

  private static ScanRequest withPast(
      ScanRequest from, List<PastDecision> similar, List<PastDecision> history) {
    return new ScanRequest(
        UUID.randomUUID(),
        from.text(),
        from.language(),
        from.region(),
        from.surface(),
        from.author(),
        List.of(),
        List.of(),
        similar,
        0,
        new AuthorHistory(from.author().id(), 5, 1, history),
        from.policy(),
        from.deadline());
  }

  private static PastDecision decided(DecisionAction action, Category category, boolean machine) {
    return new PastDecision(
        UUID.randomUUID(),
        UUID.randomUUID(),
        action,
        List.of(),
        category,
        null,
        "",
        machine,
        machine ? null : "ana",
        new PolicyRef("p", 1, null),
        Instant.EPOCH,
        "");
  }

  @Test
  void ofTheAuthorsPastOnlyWhatCountsIsPartOfTheKey() {
    runner.run(withPast(text(SHORT), List.of(), List.of()));
    PastDecision machine = decided(DecisionAction.REMOVE, Category.SPAM, true);
    PastDecision allowed = decided(DecisionAction.ALLOW, Category.SPAM, false);
    runner.run(withPast(text(SHORT), List.of(), List.of(machine, allowed)));
    assertThat(asked).isEqualTo(1);

    // Another item removed for the same reason says the same; one more says more.
    runner.run(
        withPast(
            text(SHORT), List.of(), List.of(decided(DecisionAction.REMOVE, Category.SPAM, false))));
    runner.run(
        withPast(
            text(SHORT), List.of(), List.of(decided(DecisionAction.REMOVE, Category.SPAM, false))));
    assertThat(asked).isEqualTo(2);
    runner.run(
        withPast(
            text(SHORT),
            List.of(),
            List.of(
                decided(DecisionAction.REMOVE, Category.SPAM, false),
                decided(DecisionAction.REMOVE, Category.SPAM, false))));
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void whatWasDecidedOfItemsLikeItCountsWhereItKeepsAnItemOnTheMachine() {
    runner.run(withPast(text(SHORT), List.of(), List.of()));
    runner.run(
        withPast(
            text(SHORT),
            List.of(decided(DecisionAction.REMOVE, Category.HARASSMENT, false)),
            List.of()));
    assertThat(asked).isEqualTo(1);
    runner.run(
        withPast(
            text(SHORT),
            List.of(decided(DecisionAction.REMOVE, Category.CHILD_SAFETY, false)),
            List.of()));
    assertThat(asked).isEqualTo(2);
  }

  /** A text cannot pretend to be a shorter one with a conversation before it. */
  @Test
  void noTextImitatesOtherFieldsOfTheKey() {
    score = 0;
    ScanRequest base = text("hi");
    ScanRequest talk =
        with(
            base,
            "hi",
            base.region(),
            base.surface(),
            base.language(),
            base.author(),
            List.of(new ContextMessage("u-2", "s", SHORT, Instant.EPOCH, null)),
            0,
            false);
    assertThat(runner.run(talk).verdict()).isEqualTo(Verdict.ALLOW);
    score = 0.8;

    String forged = "hi\u0000false\u00000\u0000" + base.author().id() + "\u0000u-2\u0000" + SHORT;
    assertThat(runner.run(text(forged)).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void anotherPolicyOrAnotherTextOfItIsJudgedAnew() {
    runner.run(text(SHORT));
    ResolvedPolicy edited = Scans.withRules(POLICY, List.of());
    assertThat(edited.ref()).isEqualTo(POLICY.ref());

    runner.run(Scans.text(SHORT, "en", edited));

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aDisguisedOrNearlyEqualTextRaisesToReviewAndIsJudgedAllTheSame() {
    runner.run(text(SHORT));
    runner.run(text(LONG));
    score = 0;

    ScanResult disguised = runner.run(text("you are an IDIOT!!"));
    assertThat(disguised.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(said(disguised).note()).startsWith("the same words as item ");
    ScanResult near = runner.run(text(nearLong()));
    assertThat(said(near).note()).startsWith("within ");
    ScanResult leet = runner.run(text("you are an id1ot"));
    assertThat(said(leet).note()).startsWith("the same words as item ");
    assertThat(leet.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(near.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(asked).isEqualTo(5);
  }

  /** The long text with one letter changed, at the first place where that stays within reach. */
  private static String nearLong() {
    SimHash hash = SimHash.of(LONG);
    for (int at = 0; at < LONG.length(); at++) {
      String edited = LONG.substring(0, at) + 'q' + LONG.substring(at + 1);
      int distance = hash.distance(SimHash.of(edited));
      boolean other = !TextFingerprint.of(edited).equals(TextFingerprint.of(LONG));
      if (distance > 0 && distance <= SimHash.MATCH && other) {
        return edited;
      }
    }
    throw new AssertionError("no such place: choose a longer text");
  }

  @Test
  void whatWasAllowedLowersNothingOfWhatIsLikeIt() {
    score = 0;
    runner.run(text(SHORT));
    score = 0.8;

    assertThat(runner.run(text("you are an IDIOT!!")).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aShortTextWithOneOtherLetterIsNoNearMatch() {
    runner.run(text(SHORT));
    score = 0;

    assertThat(runner.run(text("you are an idlot")).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "NOT_SUPPORTED", "TIMED_OUT"})
  void whatFailedOrWasLateIsNotRemembered(AssessmentStatus how) {
    status = how;
    runner.run(text(SHORT));
    status = AssessmentStatus.OK;

    runner.run(text(SHORT));

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aVerdictPastTheDeadlineIsNotRemembered() {
    ScanResult late = runner.run(Scans.within(Duration.ZERO, text(SHORT)));
    assertThat(late.complete()).isFalse();
    assertThat(cache.size()).isZero();
  }

  @Test
  void whatOnlyANearMatchRaisedIsRememberedAsItWasAndWarnsOfNothing() {
    runner.run(text(SHORT));
    score = 0;
    assertThat(runner.run(text("you are an IDIOT!!")).verdict()).isEqualTo(Verdict.REVIEW);
    score = 0.8;
    ScanResult again = runner.run(text("you are an IDIOT!!"));
    assertThat(asked).isEqualTo(2);
    assertThat(again.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(again.scores()).allSatisfy(each -> assertThat(each.score()).isZero());
    assertThat(said(again).note())
        .startsWith("the same words as item ")
        .contains("; else the same as item ");

    // The first is forgotten, and with it the reason.
    for (int i = 0; i < 3; i++) {
      runner.run(text("another text number " + i));
      runner.run(text("you are an IDIOT!!"));
    }
    ScanResult alone = runner.run(text("you are an IDIOT!!"));
    assertThat(alone.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(said(alone).note()).startsWith("the same as item ");
  }

  @Test
  void aTextLikeOneThatWasNotAllowedAndNotAllowedItselfIsServedFromThenOn() {
    runner.run(text(SHORT));
    runner.run(text("you are an IDIOT!!"));
    ScanResult again = runner.run(text("you are an IDIOT!!"));
    assertThat(asked).isEqualTo(2);
    assertThat(said(again).note()).startsWith("the same as item ");
    assertThat(again.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void itemsWithMediaPass() {
    ScanRequest base = text(SHORT);
    for (int i = 0; i < 2; i++) {
      runner.run(
          new ScanRequest(
              UUID.randomUUID(),
              SHORT,
              "en",
              "US",
              Surface.POST,
              base.author(),
              List.of(),
              List.of(Sources.of("image/png", new byte[] {1})),
              List.of(),
              0,
              POLICY,
              Duration.ofSeconds(60)));
    }
    assertThat(asked).isEqualTo(2);
    assertThat(cache.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 20})
  void theLeastRecentlyAskedForIsForgottenFirstAndNoLongerFoundByLikeness(int more) {
    runner.run(text(SHORT));
    for (int i = 0; i < more; i++) {
      runner.run(text("another text number " + i));
    }
    assertThat(cache.size()).isEqualTo(4);
    score = 0;
    assertThat(runner.run(text("you are an IDIOT!!")).verdict()).isEqualTo(Verdict.ALLOW);
  }
}
