package dev.halcyon.server;

import dev.halcyon.protocol.Role;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The accounts for trying Halcyon out; two reviewers and an appeals reviewer, because what one
 * person escalates only another may decide. They exist only in a data directory that was started
 * with {@code --sample}; their passwords are random and known to nobody, entry is by one-time
 * token.
 */
final class SampleAccounts {
  private record Sample(String name, String displayName, Role role, List<String> languages) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("ana", "Ana Moreno", Role.REVIEWER, List.of("en", "es", "de", "fr")),
          new Sample("ben", "Ben Adeyemi", Role.REVIEWER, List.of("en", "de", "ru")),
          new Sample("ida", "Ida Brandt", Role.APPEALS, List.of("en", "de", "es", "ru")),
          new Sample("lin", "Lin Okafor", Role.LEAD, List.of("en", "fr")),
          new Sample("aud", "Audrey Stone", Role.AUDITOR, List.of("en")),
          new Sample("pol", "Pola Novak", Role.POLICY, List.of("en")),
          new Sample("harbor", "Harbor Social", Role.SERVICE, List.of()));

  private SampleAccounts() {}

  /** Makes them where missing and gives each a fresh one-time token, by account name. */
  static Map<String, String> ensure(Accounts accounts) {
    Map<String, String> tokens = new TreeMap<>();
    for (Sample sample : SAMPLES) {
      tokens.put(
          sample.name(),
          accounts.ensure(
              sample.name(),
              sample.displayName(),
              Set.of(sample.role()),
              sample.languages(),
              Tokens.random()));
    }
    return tokens;
  }
}
