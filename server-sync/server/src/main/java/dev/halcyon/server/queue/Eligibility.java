package dev.halcyon.server.queue;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.QueueSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one person may be handed: a case of a queue that asks for skills or languages goes to those
 * who have them. Where nobody has, it is open to all, so that no case waits for somebody who does
 * not exist (docs/decisions/0207). Immutable.
 */
final class Eligibility {
  private final Map<String, QueueSpec> queues = new HashMap<>();
  private final List<Account> staff;
  private final Account asker;

  /**
   * @param queues of the policy in force; of one id in several overlays the demands are united
   * @param staff everybody who can be handed cases
   * @param asker whoever asks
   */
  Eligibility(List<QueueSpec> queues, List<Account> staff, Account asker) {
    queues.forEach(queue -> this.queues.merge(queue.id(), queue, Eligibility::both));
    this.staff = List.copyOf(staff);
    this.asker = asker;
  }

  private static QueueSpec both(QueueSpec one, QueueSpec other) {
    Set<String> skills = new TreeSet<>(one.skills());
    skills.addAll(other.skills());
    boolean any = one.languages().isEmpty() || other.languages().isEmpty();
    Set<String> languages = new TreeSet<>(one.languages());
    languages.addAll(other.languages());
    return new QueueSpec(
        one.id(),
        one.title(),
        one.categories(),
        any ? List.of() : List.copyOf(languages),
        one.priorities(),
        one.kinds(),
        one.escalation(),
        List.copyOf(skills));
  }

  /** Whether a case may be handed to the asker. */
  boolean mayTake(String queue, String language) {
    @Nullable QueueSpec spec = queues.get(queue);
    return spec == null || fits(spec, language, asker) || isOpenToAll(queue, language);
  }

  /** Whether cases of some language of a queue may be handed to the asker. */
  boolean mayTakeOf(String queue) {
    @Nullable QueueSpec spec = queues.get(queue);
    return spec == null
        || asker.skills().containsAll(spec.skills())
            && (spec.languages().isEmpty()
                || asker.languages().stream().anyMatch(spec.languages()::contains))
        || staff.stream().noneMatch(person -> person.skills().containsAll(spec.skills()));
  }

  /** Whether a queue asks for what nobody has. */
  boolean isOpenToAll(String queue, String language) {
    @Nullable QueueSpec spec = queues.get(queue);
    return spec != null && staff.stream().noneMatch(person -> fits(spec, language, person));
  }

  private static boolean fits(QueueSpec queue, String language, Account person) {
    return person.skills().containsAll(queue.skills())
        && (queue.languages().isEmpty() || person.languages().contains(language));
  }

  /** What the asker lacks for a case of a queue, in words: languages and skills. */
  List<String> lacking(String queue, String language) {
    @Nullable QueueSpec spec = queues.get(queue);
    if (spec == null || mayTake(queue, language)) {
      return List.of();
    }
    Set<String> lacking = new TreeSet<>(spec.skills());
    asker.skills().forEach(lacking::remove);
    if (!spec.languages().isEmpty() && !asker.languages().contains(language)) {
      lacking.add(language);
    }
    return List.copyOf(lacking);
  }

  /**
   * By queue the languages of which the asker is handed no case; a queue with {@link #ANY} hands
   * them none at all. Other queues and languages are open to them.
   */
  Map<String, Set<String>> closed() {
    Map<String, Set<String>> closed = new HashMap<>();
    for (QueueSpec queue : queues.values()) {
      if (queue.languages().isEmpty()) {
        if (!mayTake(queue.id(), "")) {
          closed.put(queue.id(), Set.of(ANY));
        }
        continue;
      }
      Set<String> languages =
          staff.stream()
              .filter(person -> !person.id().equals(asker.id()))
              .filter(person -> person.skills().containsAll(queue.skills()))
              .flatMap(person -> person.languages().stream())
              .filter(language -> !mayTake(queue.id(), language))
              .collect(Collectors.toCollection(HashSet::new));
      if (!languages.isEmpty()) {
        closed.put(queue.id(), languages);
      }
    }
    return closed;
  }

  /** Stands for every language. */
  static final String ANY = "*";

  UUID asker() {
    return asker.id();
  }
}
