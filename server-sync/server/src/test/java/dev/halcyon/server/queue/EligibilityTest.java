package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Who is handed which cases. */
class EligibilityTest {
  private static final List<String> LANGUAGES = List.of("de", "en", "fr", "und");

  private record Person(Set<String> languages, Set<String> skills) {}

  @Provide
  Arbitrary<Person> person() {
    return Combinators.combine(
            Arbitraries.of("de", "en", "fr").set().ofMaxSize(3),
            Arbitraries.of("law", "medical").set().ofMaxSize(2))
        .as(Person::new);
  }

  @Provide
  Arbitrary<QueueSpec> queue() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"),
            Arbitraries.of("de", "fr").set().ofMaxSize(2),
            Arbitraries.of("law", "medical").set().ofMaxSize(2))
        .as((id, languages, skills) -> queue(id, List.copyOf(languages), List.copyOf(skills)));
  }

  @Property
  void whatAListLeavesOutIsWhatOpeningRefusesAndEveryCaseHasSomebody(
      @ForAll List<@net.jqwik.api.From("queue") QueueSpec> queues,
      @ForAll List<@net.jqwik.api.From("person") Person> people) {
    List<Account> staff =
        IntStream.range(0, people.size()).mapToObj(i -> account(i, people.get(i))).toList();
    for (String queue : List.of("a", "b", "c", "of a policy before")) {
      for (String language : LANGUAGES) {
        boolean somebody = staff.isEmpty();
        for (Account asker : staff) {
          Eligibility eligibility = new Eligibility(queues, staff, asker);
          boolean may = eligibility.mayTake(queue, language);
          somebody |= may;
          Map<String, Set<String>> closed = eligibility.closed();
          Set<String> languages = closed.getOrDefault(queue, Set.of());
          boolean listed = !languages.contains(Eligibility.ANY) && !languages.contains(language);
          assertThat(listed).as("%s %s %s", queue, language, asker).isEqualTo(may);
          assertThat(eligibility.lacking(queue, language).isEmpty()).isEqualTo(may);
        }
        assertThat(somebody).as("%s %s vanishes", queue, language).isTrue();
      }
    }
  }

  @Test
  void aQueueAsksForItsSkillsAndForTheLanguageOfTheCase() {
    List<QueueSpec> queues = List.of(queue("law", List.of("de", "fr"), List.of("law")));
    Account german = account(1, new Person(Set.of("de"), Set.of("law")));
    Account other = account(2, new Person(Set.of("de", "fr"), Set.of()));
    List<Account> staff = List.of(german, other);
    assertThat(new Eligibility(queues, staff, german).mayTake("law", "de")).isTrue();
    assertThat(new Eligibility(queues, staff, other).lacking("law", "de")).containsExactly("law");
    assertThat(new Eligibility(queues, staff, other).mayTake("law", "fr"))
        .as("nobody has both, so anybody may")
        .isTrue();
    assertThat(new Eligibility(queues, staff, german).isOpenToAll("law", "fr")).isTrue();
  }

  @Test
  void aQueueThatAnOverlayDemandsMoreOfDemandsItEverywhere() {
    List<QueueSpec> queues =
        List.of(queue("q", List.of(), List.of()), queue("q", List.of(), List.of("law")));
    Account plain = account(1, new Person(Set.of(), Set.of()));
    Account lawyer = account(2, new Person(Set.of(), Set.of("law")));
    assertThat(new Eligibility(queues, List.of(plain, lawyer), plain).mayTake("q", "en")).isFalse();
    assertThat(new Eligibility(queues, List.of(plain, lawyer), lawyer).mayTake("q", "en")).isTrue();
  }

  private static QueueSpec queue(String id, List<String> languages, List<String> skills) {
    return new QueueSpec(id, id, List.of(), languages, List.of(), List.of(), false, skills);
  }

  private static Account account(int number, Person person) {
    return new Account(
        new UUID(0, number),
        "p" + number,
        "P",
        Set.of(Role.REVIEWER),
        List.copyOf(person.languages()),
        List.copyOf(person.skills()));
  }
}
