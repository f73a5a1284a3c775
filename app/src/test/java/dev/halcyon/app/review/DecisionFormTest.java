package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.DeskModel;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.review.DecisionForm.Armed;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionFormTest {
  private final DeskModel desk = new DeskModel(List.of());
  private final List<UserProblem> told = new ArrayList<>();
  private final DecisionForm form = form();
  private final LoadedCase text = Cases.text();

  private DecisionForm form() {
    return new DecisionForm(
        Words.in(Locale.ENGLISH), new Drafts(desk, Direct.background(), "keeping", told::add));
  }

  @Test
  void whatWasTypedIsPutBackInAWorkbenchThatKnowsNothingElse() {
    UUID apart = UUID.randomUUID();
    form.begin(text.detail(), Cases.policy());
    form.category().set(Category.SPAM);
    form.clause().set(form.clauses().getLast());
    String clause = form.clause().get().id();
    form.note().set("half a thought");
    form.tick(Restriction.AGE_GATE, true);
    form.exceptions().set(Set.of(apart));

    DecisionForm after = form();
    after.begin(text.detail(), null);
    assertThat(after.note().get()).as("before the policy is here").isEqualTo("half a thought");
    after.note().set("half a thought more");
    after.policyArrived(text.detail(), Cases.policy());

    assertThat(after.category().get()).isEqualTo(Category.SPAM);
    assertThat(after.clause().get().id()).isEqualTo(clause);
    assertThat(after.note().get()).isEqualTo("half a thought more");
    assertThat(after.restrictions().get()).containsExactly(Restriction.AGE_GATE);
    assertThat(after.exceptions().get()).containsExactly(apart);
    assertThat(after.armed().get()).as("a first key is not put back").isEqualTo(Armed.NOTHING);
    DecisionForm again = form();
    again.begin(text.detail(), Cases.policy());
    assertThat(again.clause().get().id()).isEqualTo(clause);
    assertThat(again.note().get()).isEqualTo("half a thought more");
  }

  @Test
  void aNoteTypedBeforeThePolicyKeepsTheArgumentsCategory() {
    form.begin(text.detail(), null);
    form.note().set("quick");
    DecisionForm after = form();
    after.begin(text.detail(), Cases.policy());
    assertThat(after.category().get()).isEqualTo(Category.HATE);
    assertThat(after.clause().get().id()).isEqualTo("H1");
    assertThat(after.note().get()).isEqualTo("quick");
  }

  @Test
  void onlyWhatAPersonDidIsKeptAndADecisionEndsIt() {
    form.begin(text.detail(), null);
    form.policyArrived(text.detail(), Cases.policy());
    assertThat(desk.drafts).as("what the machine chose").isEmpty();
    form.note().set("x");
    assertThat(desk.drafts).containsOnlyKeys(text.id());
    form.note().set("");
    assertThat(desk.drafts).as("taken back to the letter").isEmpty();
    form.note().set("decided by this");
    DecisionDraft draft = form.press(DecisionAction.REMOVE).orElseThrow();
    form.decided(text.id());
    assertThat(desk.drafts).isEmpty();
    form.clear();
    assertThat(desk.drafts).isEmpty();
    form.begin(text.detail(), Cases.policy());
    assertThat(form.note().get()).isEmpty();
    form.restore(draft, Cases.policy());
    assertThat(desk.drafts.get(text.id()).note()).as("undone").isEqualTo("decided by this");
  }

  @Test
  void aDiskThatKeepsNothingIsSaidOnceAndOnceMoreAfterItWorkedAgain() {
    UserProblem full = new UserProblem("drafts.disk-full", "The disk is full.", "Free some.");
    form.begin(text.detail(), Cases.policy());
    desk.refuseDrafts = full;
    form.note().set("a");
    form.note().set("ab");
    assertThat(told).containsExactly(full);
    desk.refuseDrafts = null;
    form.note().set("abc");
    desk.refuseDrafts = full;
    form.note().set("abcd");
    assertThat(told).containsExactly(full, full);
    assertThat(form.note().get()).isEqualTo("abcd");
  }

  @Test
  void categoryAndClauseStandReadyFromTheMachinesArgument() {
    form.begin(text.detail(), Cases.policy());
    assertThat(form.category().get()).isEqualTo(Category.HATE);
    assertThat(form.clause().get().id()).isEqualTo("H1");
    assertThat(form.press(DecisionAction.REMOVE))
        .contains(
            new DecisionDraft(
                text.id(), DecisionAction.REMOVE, java.util.List.of(), Category.HATE, "H1", ""));
  }

  @Test
  void theyStandReadyAlsoWhenThePolicyComesLaterAndTheNoteIsKept() {
    form.begin(text.detail(), null);
    form.note().set("typed meanwhile");
    form.policyArrived(text.detail(), Cases.policy());
    assertThat(form.category().get()).isEqualTo(Category.HATE);
    assertThat(form.clause().get().id()).isEqualTo("H1");
    assertThat(form.note().get()).isEqualTo("typed meanwhile");
  }

  @Test
  void aKeyBeforeThePolicyIsAnsweredUntilThePolicyIsThere() {
    form.begin(text.detail(), null);
    assertThat(form.press(DecisionAction.REMOVE_PERMANENTLY)).isEmpty();
    assertThat(form.armed().get()).isEqualTo(Armed.NOTHING);
    assertThat(form.complaint().get())
        .startsWith("Remove permanently names a clause, and the policy of this case is still")
        .contains("Nothing was decided");
    form.policyArrived(text.detail(), Cases.policy());
    assertThat(form.complaint().get())
        .isEqualTo(
            "The policy is here. Look at category and clause, then choose Remove permanently once"
                + " more.");
    assertThat(form.press(DecisionAction.REMOVE_PERMANENTLY)).isEmpty();
    assertThat(form.complaint().get()).isEmpty();
    assertThat(form.armed().get()).isEqualTo(Armed.REMOVE_PERMANENTLY);
  }

  @Test
  void anEarlyKeyIsForgottenWithItsCase() {
    form.begin(text.detail(), null);
    form.press(DecisionAction.REMOVE);
    form.begin(Cases.arabic().detail(), null);
    form.policyArrived(Cases.arabic().detail(), Cases.policy());
    assertThat(form.complaint().get()).isEmpty();
  }

  @Test
  void allowingNeedsOneKeyAndNamesNoClause() {
    form.begin(text.detail(), Cases.policy());
    assertThat(form.press(DecisionAction.ALLOW))
        .hasValueSatisfying(
            draft -> {
              assertThat(draft.category()).isNull();
              assertThat(draft.clause()).isNull();
            });
  }

  @Test
  void exceptionsGoWithTheDecisionAndWithTheCaseTheyWereMadeFor() {
    UUID apart = UUID.randomUUID();
    form.begin(text.detail(), Cases.policy());
    form.exceptions().set(Set.of(apart));
    assertThat(form.press(DecisionAction.ESCALATE).orElseThrow().exceptions())
        .as("escalating decides on nobody")
        .isEmpty();
    DecisionDraft draft = form.press(DecisionAction.ALLOW).orElseThrow();
    assertThat(draft.exceptions()).containsExactly(apart);
    form.begin(Cases.arabic().detail(), Cases.policy());
    assertThat(form.exceptions().get()).isEmpty();
    assertThat(form.press(DecisionAction.ALLOW).orElseThrow().exceptions()).isEmpty();
    form.begin(text.detail(), Cases.policy());
    assertThat(form.exceptions().get()).as("kept with what was typed").containsExactly(apart);
    form.decided(text.id());
    form.begin(text.detail(), Cases.policy());
    assertThat(form.exceptions().get()).isEmpty();
    form.restore(draft, Cases.policy());
    assertThat(form.exceptions().get()).as("undone").containsExactly(apart);
  }

  @Test
  void removingWithoutACategorySaysWhatIsMissing() {
    form.begin(Cases.brokenMedia().detail(), Cases.policy());
    assertThat(form.press(DecisionAction.REMOVE)).isEmpty();
    assertThat(form.complaint().get())
        .isEqualTo("Choose a category first: this decision must name the clause it rests on.");
    form.category().set(Category.SPAM);
    assertThat(form.complaint().get()).isEmpty();
    assertThat(form.press(DecisionAction.REMOVE)).isPresent();
  }

  @Test
  void restrictingAsksHowAndASecondKeyDecides() {
    form.begin(text.detail(), Cases.policy());
    assertThat(form.press(DecisionAction.RESTRICT)).isEmpty();
    assertThat(form.armed().get()).isEqualTo(Armed.RESTRICT);
    assertThat(form.restrict(Restriction.AGE_GATE))
        .hasValueSatisfying(
            draft -> assertThat(draft.restrictions()).containsExactly(Restriction.AGE_GATE));
  }

  @Test
  void severalWaysToRestrictAreTickedAndDecidedTogether() {
    form.begin(text.detail(), Cases.policy());
    form.press(DecisionAction.RESTRICT);
    form.tick(Restriction.LABEL, true);
    form.tick(Restriction.DEMOTE, true);
    form.tick(Restriction.AGE_GATE, true);
    form.tick(Restriction.AGE_GATE, false);
    assertThat(form.press(DecisionAction.RESTRICT))
        .hasValueSatisfying(
            draft ->
                assertThat(draft.restrictions())
                    .containsExactly(Restriction.DEMOTE, Restriction.LABEL));
  }

  @Test
  void aWayToRestrictMeansNothingBeforeRestrictWasPressed() {
    form.begin(text.detail(), Cases.policy());
    assertThat(form.restrict(Restriction.LABEL)).isEmpty();
  }

  @Test
  void removingPermanentlyTakesTheKeyTwice() {
    form.begin(text.detail(), Cases.policy());
    assertThat(form.press(DecisionAction.REMOVE_PERMANENTLY)).isEmpty();
    assertThat(form.armed().get()).isEqualTo(Armed.REMOVE_PERMANENTLY);
    assertThat(form.press(DecisionAction.REMOVE_PERMANENTLY)).isPresent();
    form.disarm();
    assertThat(form.press(DecisionAction.REMOVE_PERMANENTLY)).isEmpty();
  }

  @Test
  void whatWasTypedIsKeptWhileAnotherCaseIsOnTheDesk() {
    form.begin(text.detail(), Cases.policy());
    form.category().set(Category.VIOLENCE);
    form.note().set("see the thread");
    form.begin(Cases.arabic().detail(), Cases.policy());
    assertThat(form.note().get()).isEmpty();
    form.begin(text.detail(), Cases.policy());
    assertThat(form.note().get()).isEqualTo("see the thread");
    assertThat(form.category().get()).isEqualTo(Category.VIOLENCE);
  }

  @Test
  void whatWasTypedIsForgottenOnceTheCaseIsDecided() {
    form.begin(text.detail(), Cases.policy());
    form.note().set("done");
    form.decided(text.id());
    form.begin(Cases.arabic().detail(), Cases.policy());
    form.begin(text.detail(), Cases.policy());
    assertThat(form.note().get()).isEmpty();
  }

  @Test
  void anotherCategoryOffersItsOwnClauses() {
    form.begin(text.detail(), Cases.policy());
    form.category().set(Category.SPAM);
    assertThat(form.clauses()).extracting("id").containsExactly("S1", "S2");
    assertThat(form.clause().get().id()).isEqualTo("S1");
  }

  @Test
  void aNoteThatIsTooLongIsRefusedInWordsAndNotCut() {
    form.begin(text.detail(), Cases.policy());
    String note = "n".repeat(DecisionDraft.MAX_NOTE + 1);
    form.note().set(note);
    assertThat(form.press(DecisionAction.ALLOW)).isEmpty();
    assertThat(form.complaint().get()).contains("4,001").contains("4,000");
    assertThat(form.note().get()).isEqualTo(note);
  }

  @Test
  void anUndoneDecisionPutsBackWhatItSaid() {
    form.begin(text.detail(), Cases.policy());
    form.note().set("first thought");
    form.press(DecisionAction.RESTRICT);
    DecisionDraft draft = form.restrict(Restriction.LABEL).orElseThrow();
    form.decided(text.id());
    form.begin(text.detail(), Cases.policy());
    form.restore(draft, Cases.policy());
    assertThat(form.note().get()).isEqualTo("first thought");
    assertThat(form.restrictions().get()).containsExactly(Restriction.LABEL);
    assertThat(form.clause().get().id()).isEqualTo("H1");
  }
}
