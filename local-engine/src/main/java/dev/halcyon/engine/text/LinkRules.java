package dev.halcyon.engine.text;

import com.ibm.icu.text.SpoofChecker;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Locale;

/**
 * The LINK rules of a policy. A term is a host, which stands for its subdomains too, or one of
 * {@code ip-address}, {@code mixed-script} (a label that mixes scripts), {@code punycode} (any
 * internationalised label) and {@code lookalike:HOST} (looks like that host but is another).
 * Immutable.
 */
final class LinkRules {
  private static final String LOOKALIKE = "lookalike:";
  private static final SpoofChecker SPOOF =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.SINGLE_SCRIPT_RESTRICTIVE)
          .build();

  private final List<PolicyRule> rules;

  LinkRules(List<PolicyRule> rules) {
    this.rules = rules;
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        check(rule, term);
      }
    }
  }

  private static void check(PolicyRule rule, String term) {
    String host = term.startsWith(LOOKALIKE) ? term.substring(LOOKALIKE.length()) : term;
    boolean setting = List.of("ip-address", "mixed-script", "punycode").contains(term);
    if (!setting && !host.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
      throw new UserProblem(
          "policy.invalid",
          "rule " + rule.id() + ": '" + term + "' is no host",
          "Write a host in lower-case ASCII, lookalike:HOST, ip-address, mixed-script or"
              + " punycode.");
    }
  }

  void match(NormalisedText text, List<Links.Link> links, String language, RuleMatches matches) {
    for (Links.Link link : links) {
      for (PolicyRule rule : rules) {
        if (CompiledRules.speaks(rule, language)
            && rule.terms().stream().anyMatch(term -> matches(term, link))) {
          matches.add(RuleMatch.text(rule, link.span(), link.host()));
        }
      }
    }
  }

  private static boolean matches(String term, Links.Link link) {
    return switch (term) {
      case "ip-address" -> link.explicit() && Links.address(link.host().split("\\.", -1));
      case "punycode" -> link.host().startsWith("xn--") || link.host().contains(".xn--");
      case "mixed-script" -> mixed(link.unicode());
      default ->
          term.startsWith(LOOKALIKE)
              ? lookalike(term.substring(LOOKALIKE.length()), link)
              : within(link.host(), term);
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
