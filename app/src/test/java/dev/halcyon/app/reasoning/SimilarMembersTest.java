package dev.halcyon.app.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.MemberKind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Members of a case in words: why each is like, with the same evidence marked. */
class SimilarMembersTest {
  private final Words words = Words.in(Locale.ENGLISH);

  private SimilarMembers.Row only(CaseMember member) {
    LoadedCase loaded = Cases.withMembers(Cases.text(), List.of(member));
    return SimilarMembers.of(loaded.detail(), words).rows().getFirst();
  }

  private static CaseMember member(MemberKind kind, int apart, int pictures, String excerpt) {
    return Cases.member(1, kind, true, apart, pictures, excerpt);
  }

  @Test
  void eachSaysWhyItIsLike() {
    assertThat(only(member(MemberKind.EXACT, 0, 0, "a")).why()).isEqualTo("Exactly the same");
    assertThat(only(member(MemberKind.NEAR, 66, 0, "a")).why()).isEqualTo("Mostly the same words");
    assertThat(only(member(MemberKind.NEAR, 0, 12, "a")).why())
        .isEqualTo("Almost the same picture");
    assertThat(only(member(MemberKind.NEAR, 33, 12, "a")).why())
        .isEqualTo("Almost the same words · Almost the same picture");
    assertThat(only(member(MemberKind.NEAR, 0, 0, "a")).why())
        .startsWith("The same, but in another conversation");
  }

  @Test
  void whatCannotBeTakenOutHasNoChoice() {
    assertThat(only(member(MemberKind.EXACT, 0, 0, "a")).choosable()).isTrue();
    assertThat(only(member(MemberKind.UNDECODABLE, 0, 0, "a")).choosable()).isFalse();
    SimilarMembers.Row settled = only(Cases.member(1, MemberKind.NEAR, false, 50, 0, "a"));
    assertThat(settled.choosable()).isFalse();
    assertThat(settled.why()).isEqualTo("Settled already; it waits no more");
  }

  @Test
  void theWordsOfTheArgumentAreMarkedWhereTheMemberHasThem() {
    SimilarMembers.Row row =
        only(
            member(
                MemberKind.NEAR, 33, 0, "They should GO BACK where they came from, now. Go home"));
    assertThat(row.excerpt())
        .containsExactly(
            new SimilarMembers.Piece("They should ", null),
            new SimilarMembers.Piece("GO BACK where they came from,", Category.HATE),
            new SimilarMembers.Piece(" now. ", null),
            new SimilarMembers.Piece("Go home", Category.HATE));
    assertThat(row.words()).isEqualTo("They should GO BACK where they came from, now. Go home");
    assertThat(only(member(MemberKind.NEAR, 33, 0, "Nothing of it")).excerpt())
        .containsExactly(new SimilarMembers.Piece("Nothing of it", null));
    assertThat(only(member(MemberKind.NEAR, 33, 0, "")).excerpt()).isEmpty();
  }

  @Test
  void theyStayInTheServersOrderAndTheCountIsOfAll() {
    LoadedCase loaded =
        Cases.withMembers(
            Cases.text(),
            41,
            List.of(
                Cases.member(1, MemberKind.NEAR, true, 100, 0, "far"),
                Cases.member(2, MemberKind.EXACT, true, 0, 0, "same")));
    SimilarMembers similar = SimilarMembers.of(loaded.detail(), words);
    assertThat(similar.total()).isEqualTo(41);
    assertThat(similar.rows()).extracting(SimilarMembers.Row::words).containsExactly("far", "same");
  }
}
