package dev.halcyon.engine.text;

import dev.halcyon.engine.policy.PerPolicy;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of one policy, ready to match, with the normaliser that knows the policy's own words.
 * Compiled once per policy and kept. Immutable and safe for any thread.
 */
public final class CompiledRules {
  private static final PerPolicy<CompiledRules> KEPT =
      new PerPolicy<>(rules -> new CompiledRules(rules, KnownWords.shipped()));

  private final Normaliser normaliser;
  private final PatternRules patterns;
  private final DictionaryRules dictionaries;
  private final LinkRules links;
  private final StructureRules structures;
  private final FingerprintRules fingerprints;

  private CompiledRules(List<PolicyRule> rules, KnownWords known) {
    this.normaliser = new Normaliser(known.and(words(rules)));
    this.patterns = new PatternRules(ofKind(rules, RuleKind.PATTERN));
    this.dictionaries = new DictionaryRules(ofKind(rules, RuleKind.DICTIONARY));
    this.links = new LinkRules(ofKind(rules, RuleKind.LINK));
    this.structures = new StructureRules(ofKind(rules, RuleKind.STRUCTURE));
    this.fingerprints = new FingerprintRules(ofKind(rules, RuleKind.FINGERPRINT));
  }

  /**
   * The compiled rules of a policy.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code policy.invalid} naming the rule and the reason
   */
  public static CompiledRules of(ResolvedPolicy policy) {
    return KEPT.of(policy);
  }

  /** The normaliser that knows this policy's words. */
  public Normaliser normaliser() {
    return normaliser;
  }

  List<RuleMatch> match(NormalisedText text, String language, List<String> mediaIds)
      throws InterruptedException {
    RuleMatches matches = new RuleMatches();
    SpokenLanguages languages = SpokenLanguages.of(text, language);
    WordView words = WordView.of(text.text());
    fingerprints.match(text, words, mediaIds, matches);
    checkDeadline();
    dictionaries.match(text, words, languages, matches);
    checkDeadline();
    List<Links.Link> found = Links.in(text.original());
    links.match(text, found, languages, matches);
    structures.match(text, found, languages, matches);
    checkDeadline();
    patterns.match(text, languages, matches);
    return matches.inOrder();
  }

  /** The runner interrupts a stage whose time is up. */
  public static void checkDeadline() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the deadline passed");
    }
  }

  private static List<PolicyRule> ofKind(List<PolicyRule> rules, RuleKind kind) {
    return rules.stream().filter(rule -> rule.kind() == kind).toList();
  }

  private static Set<String> words(List<PolicyRule> rules) {
    Set<String> words = new HashSet<>();
    for (PolicyRule rule : ofKind(rules, RuleKind.DICTIONARY)) {
      for (String term : rule.terms()) {
        words.addAll(List.of(DictionaryRules.words(term).strip().split(" ")));
      }
    }
    return words;
  }
}
