package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** All members of a case are reached, page by page, and none is shown twice. */
class SimilarViewModelTest {
  private final List<CaseMember> members = new ArrayList<>(Cases.members(50));
  private final List<String> asked = new ArrayList<>();
  private boolean fails;

  private final SimilarViewModel vm =
      new SimilarViewModel(this::page, Direct.background(), Words.in(Locale.ENGLISH));

  /** Pages of 22, as a server cuts them. */
  private MemberPage page(UUID caseId, Optional<String> after) {
    asked.add(after.orElse("first"));
    if (fails) {
      throw new UserProblem("network.unreachable", "It does not answer.", "Try again.");
    }
    int from = after.map(Integer::parseInt).orElse(0);
    int to = Math.min(members.size(), from + 22);
    return new MemberPage(
        members.subList(from, to), to < members.size() ? String.valueOf(to) : null);
  }

  private static CaseDetail detail(int total) {
    return Cases.likeOthers(total).detail();
  }

  private List<UUID> shown() {
    return vm.state().get().members().rows().stream().map(SimilarMembers.Row::itemId).toList();
  }

  private List<UUID> all() {
    return members.stream().map(CaseMember::itemId).toList();
  }

  @Test
  void nothingIsAskedUntilSomebodyLooksAndAllPagesAreReached() {
    vm.show(detail(50));
    assertThat(shown()).hasSize(20);
    assertThat(asked).isEmpty();
    vm.wanted();
    vm.wanted();
    assertThat(shown()).hasSize(22);
    assertThat(vm.state().get().more()).isTrue();
    vm.more();
    vm.more();
    vm.more();
    assertThat(shown()).containsExactlyElementsOf(all());
    assertThat(vm.state().get().more()).isFalse();
    assertThat(asked).containsExactly("first", "22", "44");
  }

  @Test
  void aCaseWhoseMembersAllCameWithItAsksForNone() {
    vm.show(detail(7));
    vm.wanted();
    vm.more();
    assertThat(asked).isEmpty();
    assertThat(vm.state().get().more()).isFalse();
  }

  @Test
  void aMemberThatOneThatJoinedMovedIntoTheNextPageIsThereOnce() {
    vm.show(detail(50));
    vm.wanted();
    members.add(0, Cases.member(900, dev.halcyon.protocol.MemberKind.NEAR, true, 99, 0, "new"));
    vm.more();
    assertThat(shown()).doesNotHaveDuplicates().hasSize(43);
  }

  @Test
  void aPageThatDoesNotComeIsSaidAndAskedForAgain() {
    fails = true;
    vm.show(detail(50));
    vm.wanted();
    assertThat(vm.state().get().problem())
        .hasValueSatisfying(p -> assertThat(p.code()).isEqualTo("network.unreachable"));
    assertThat(shown()).hasSize(20);
    fails = false;
    vm.more();
    assertThat(vm.state().get().problem()).isEmpty();
    assertThat(shown()).hasSize(22);
  }

  @Test
  void anotherCaseBeginsWithItsOwn() {
    vm.show(detail(50));
    vm.wanted();
    vm.show(Cases.arabic().detail());
    assertThat(shown()).isEmpty();
    assertThat(vm.state().get().more()).isFalse();
    vm.show(null);
    vm.more();
    assertThat(asked).containsExactly("first");
  }
}
