package dev.halcyon.engine.text;

import com.ibm.icu.text.SpoofChecker;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The LINK rules of a policy. A term is a host, which stands for its subdomains too, or one of
 * {@code ip-address}, {@code mixed-script} (a label that mixes scripts), {@code punycode} (any
 * internationalised label) and {@code lookalike:HOST} (looks like that host but is another).
 * Immutable.
 */
final class LinkRules {
  private static final String LOOKALIKE = "lookalike:";
  private static final List<String> SETTINGS = List.of("ip-address", "mixed-script", "punycode");
  private static final SpoofChecker SPOOF =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.SINGLE_SCRIPT_RESTRICTIVE)
          .build();

  /** The rules that name a host, by the host. */
  private final Map<String, List<PolicyRule>> hosts = new HashMap<>();

  /** The rules that look at the host's form, with the terms that say how. */
  private final Map<PolicyRule, List<String>> forms = new IdentityHashMap<>();

  LinkRules(List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        check(rule, term);
        if (SETTINGS.contains(term) || term.startsWith(LOOKALIKE)) {
          forms.computeIfAbsent(rule, key -> new ArrayList<>()).add(term);
        } else {
          hosts.computeIfAbsent(term, key -> new ArrayList<>(1)).add(rule);
        }
      }
    }
  }

  private static void check(PolicyRule rule, String term) {
    String host = term.startsWith(LOOKALIKE) ? term.substring(LOOKALIKE.length()) : term;
    if (!SETTINGS.contains(term) && !host.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
      throw new UserProblem(
          "policy.invalid",
          "rule " + rule.id() + ": '" + term + "' is no host",
          "Write a host in lower-case ASCII, lookalike:HOST, ip-address, mixed-script or"
              + " punycode.");
    }
  }

  void match(
      NormalisedText text, List<Links.Link> links, SpokenLanguages languages, RuleMatches matches) {
    for (Links.Link link : links) {
      Set<PolicyRule> found = Collections.newSetFromMap(new IdentityHashMap<>());
      for (String host = link.host(); !host.isEmpty(); host = parent(host)) {
        found.addAll(hosts.getOrDefault(host, List.of()));
      }
      forms.forEach(
          (rule, terms) -> {
            if (terms.stream().anyMatch(term -> matches(term, link))) {
              found.add(rule);
            }
          });
      for (PolicyRule rule : found) {
        if (languages.speaks(rule)) {
          matches.add(RuleMatch.text(rule, link.span(), link.host()));
        }
      }
    }
  }

  /** The host without its first label, or the empty string. */
  private static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }

  private static boolean matches(String term, Links.Link link) {
    return switch (term) {
      case "ip-address" -> link.explicit() && Links.address(link.host().split("\\.", -1));
      case "punycode" -> link.host().startsWith("xn--") || link.host().contains(".xn--");
      case "mixed-script" -> mixed(link.unicode());
      default -> lookalike(term.substring(LOOKALIKE.length()), link);
    };
  }

  private static boolean within(String host, String term) {
    return host.equals(term) || host.endsWith("." + term);
  }

  private static boolean mixed(String host) {
    for (String label : host.split("\\.", -1)) {
      if (label.chars().anyMatch(c -> c >= 0x80) && SPOOF.failsChecks(label)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lookalike(String real, Links.Link link) {
    if (within(link.host(), real)) {
      return false;
    }
    String seen = skeleton(link.unicode());
    String meant = skeleton(real);
    return seen.equals(meant) || seen.endsWith("." + meant);
  }

  private static String skeleton(String host) {
    return SPOOF.getSkeleton(host.toLowerCase(Locale.ROOT).replace('1', 'l').replace('0', 'o'));
  }
}
