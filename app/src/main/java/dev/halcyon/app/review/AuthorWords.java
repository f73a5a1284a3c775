package dev.halcyon.app.review;

import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Item;
import java.util.ArrayList;
import java.util.List;

/** Says who wrote an item and where. Immutable, safe for any thread. */
final class AuthorWords {
  private static final int MONTH = 30;
  private static final int YEAR = 365;

  private final Words words;

  AuthorWords(Words words) {
    this.words = words;
  }

  /** How old an account is, as people say it: "account 3 days old", "account 2 years old". */
  String age(int days) {
    if (days < 1) {
      return words.say("author.age_today");
    }
    if (days < 2 * MONTH) {
      return words.say("author.age_days", days);
    }
    if (days < 2 * YEAR) {
      return words.say("author.age_months", days / MONTH);
    }
    return words.say("author.age_years", days / YEAR);
  }

  /** "account 3 days old · 2 earlier strikes · believed to be under age". */
  String record(Author author, AuthorHistory history) {
    List<String> parts = new ArrayList<>();
    parts.add(age(author.accountAgeDays()));
    parts.add(words.say("author.strikes", history.strikes()));
    if (author.minor()) {
      parts.add(words.say("author.minor"));
    }
    return String.join(" · ", parts);
  }

  /** Where it stands and who saw it: "Comment · German · seen by 4,200". */
  String place(Item item) {
    List<String> parts = new ArrayList<>();
    parts.add(words.name(item.surface()));
    parts.add(words.language(item.language()));
    parts.add(words.name(item.visibility()));
    parts.add(words.say("author.reach", item.reach()));
    return String.join(" · ", parts);
  }
}
