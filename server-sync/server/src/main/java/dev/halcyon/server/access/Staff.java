package dev.halcyon.server.access;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.StaffChange;
import dev.halcyon.protocol.StaffMember;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.store.Database;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Who works on cases, what they speak and what they are skilled in; leads and administrators change
 * it, and the audit log keeps who did. Thread-safe.
 */
public final class Staff {
  private static final Set<Role> WORKING = EnumSet.of(Role.REVIEWER, Role.APPEALS);
  private static final Set<String> LANGUAGES =
      new HashSet<>(Arrays.asList(Locale.getISOLanguages()));
  private static final Pattern SKILL = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final int MOST = 40;

  private final Database database;
  private final AuditLog audit;
  private final AccessRepository repository = new AccessRepository();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Staff(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Runs when somebody's languages or skills were changed here; must return at once. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Everybody who can be handed cases. */
  public List<Account> working(Handle handle) {
    return repository.accounts(handle).stream()
        .filter(account -> account.roles().stream().anyMatch(WORKING::contains))
        .toList();
  }

  /** The same as leads see them. */
  List<StaffMember> members() {
    return database.read(this::working).stream().map(Staff::member).toList();
  }

  private static StaffMember member(Account account) {
    return new StaffMember(
        account.id(),
        account.name(),
        account.displayName(),
        account.roles(),
        account.languages(),
        account.skills());
  }

  /**
   * Changes what somebody speaks or is skilled in; on disk when this returns.
   *
   * @throws UserProblem {@code staff.unknown}, {@code staff.language}, {@code staff.skill}
   */
  StaffMember change(Principal by, UUID person, StaffChange change) {
    check(change);
    StaffMember changed =
        database.inTransaction(
            handle -> {
              Account before =
                  repository
                      .lock(handle, person)
                      .filter(account -> account.roles().stream().anyMatch(WORKING::contains))
                      .orElseThrow(Staff::unknown);
              List<String> languages = sorted(change.languages(), before.languages());
              List<String> skills = sorted(change.skills(), before.skills());
              repository.setStaff(handle, person, languages, skills);
              audit.append(
                  handle,
                  by.id().toString(),
                  "staff.changed",
                  person.toString(),
                  Map.of(),
                  Map.of(
                      "languages", String.join(",", languages),
                      "skills", String.join(",", skills)),
                  "account:" + person);
              return member(
                  new Account(
                      before.id(),
                      before.name(),
                      before.displayName(),
                      before.roles(),
                      languages,
                      skills));
            });
    listeners.forEach(Runnable::run);
    database.durable().await();
    return changed;
  }

  private static List<String> sorted(
      @org.jspecify.annotations.Nullable List<String> wanted, List<String> before) {
    return List.copyOf(new TreeSet<>(Objects.requireNonNullElse(wanted, before)));
  }

  private static void check(StaffChange change) {
    List<String> languages = Objects.requireNonNullElse(change.languages(), List.of());
    List<String> skills = Objects.requireNonNullElse(change.skills(), List.of());
    languages.stream()
        .filter(code -> !LANGUAGES.contains(code))
        .findFirst()
        .ifPresent(
            code -> {
              throw new UserProblem(
                  "staff.language",
                  "Unknown language '" + shown(code) + "'.",
                  "Use ISO 639-1, such as en.");
            });
    skills.stream()
        .filter(skill -> !SKILL.matcher(skill).matches())
        .findFirst()
        .ifPresent(
            skill -> {
              throw new UserProblem(
                  "staff.skill",
                  "'" + shown(skill) + "' cannot name a skill.",
                  "Use 1 to 40 of a-z, 0-9 and '-', beginning with a letter, as the policy's queues"
                      + " do.");
            });
    if (languages.size() > MOST || skills.size() > MOST) {
      throw new UserProblem(
          "staff.skill", "More than " + MOST + " languages or skills.", "Name fewer.");
    }
  }

  private static String shown(String value) {
    return value.length() > 40 ? value.substring(0, 40) + "…" : value;
  }

  private static UserProblem unknown() {
    return new UserProblem(
        "staff.unknown",
        "Nobody who works on cases has this id.",
        "GET /v1/staff lists who does; reviewers and appeals reviewers work on cases.");
  }
}
