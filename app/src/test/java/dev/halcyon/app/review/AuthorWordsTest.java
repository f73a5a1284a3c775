package dev.halcyon.app.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.Cases;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AuthorWordsTest {
  private final AuthorWords words = new AuthorWords(Words.in(Locale.ENGLISH));

  @Test
  void anAccountsAgeIsSaidAsPeopleSayIt() {
    assertThat(words.age(0)).isEqualTo("account made today");
    assertThat(words.age(1)).isEqualTo("account 1 day old");
    assertThat(words.age(59)).isEqualTo("account 59 days old");
    assertThat(words.age(200)).isEqualTo("account 6 months old");
    assertThat(words.age(1200)).isEqualTo("account 3 years old");
  }

  @Test
  void strikesAndAMinorAreSaid() {
    assertThat(words.record(new Author("a", "A", 3, true), new AuthorHistory("a", 4, 1, List.of())))
        .isEqualTo("account 3 days old · 1 earlier strike · believed to be under age");
  }

  @Test
  void placeLanguageVisibilityAndReachStandInOneLine() {
    assertThat(words.place(Cases.text().detail().item()))
        .isEqualTo("Comment · English · Visible · seen by 4,200");
  }
}
