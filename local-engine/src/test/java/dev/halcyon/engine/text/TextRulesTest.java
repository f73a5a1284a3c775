package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.Scans;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRulesTest {
  private static List<RuleMatch> match(String text, String language, PolicyRule... rules) {
    ResolvedPolicy base = Scans.policy(2);
    ResolvedPolicy policy =
        new ResolvedPolicy(
            new PolicyRef("test", 1, null),
            "test",
            base.categories(),
            List.of(rules),
            base.stages(),
            base.queues(),
            base.sla(),
            true,
            Verdict.REVIEW);
    CompiledRules compiled = CompiledRules.of(policy);
    try {
      return compiled.match(compiled.normaliser().normalise(text), language, List.of());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static PolicyRule rule(RuleKind kind, boolean normalised, String... terms) {
    return new PolicyRule(
        "r",
        "Rule",
        kind,
        Category.SPAM,
        null,
        List.of(),
        Verdict.REVIEW,
        0.9,
        List.of(terms),
        normalised);
  }

  private static String words(String text, RuleMatch match) {
    return text.substring(match.start(), match.end());
  }

  @Test
  void dictionaryFindsWholeWordsAndPhrasesWhateverStandsBetween() {
    PolicyRule rule = rule(RuleKind.DICTIONARY, true, "bad word", "don't");
    assertThat(match("a bad,\n\nWORD here", "en", rule)).hasSize(1);
    assertThat(match("badword", "en", rule)).isEmpty();
    assertThat(match("bad wording", "en", rule)).isEmpty();
    assertThat(match("DONT", "en", rule)).hasSize(1);
    String disguised = "so b\u200Bаd ... w0rd!";
    assertThat(words(disguised, match(disguised, "en", rule).getFirst()))
        .isEqualTo("b\u200Bаd ... w0rd");
  }

  @Test
  void dictionaryOfOriginalTextDoesNotUndoLeet() {
    PolicyRule rule = rule(RuleKind.DICTIONARY, false, "word");
    assertThat(match("w0rd", "en", rule)).isEmpty();
    assertThat(match("Word", "en", rule)).hasSize(1);
  }

  @Test
  void patternGroupIsTheEvidenceAndOriginalTextKeepsItsCase() {
    String text = "call ME at 5550101 now";
    PolicyRule rule = rule(RuleKind.PATTERN, false, "call me at (\\d{7})");
    RuleMatch found = match(text, "en", rule).getFirst();
    assertThat(words(text, found)).isEqualTo("5550101");
    assertThat(found.label()).isEqualTo("5550101");
  }

  @Test
  void ruleForAnotherLanguageIsSilentUnlessTheLanguageIsUnknown() {
    PolicyRule german =
        new PolicyRule(
            "r",
            "Rule",
            RuleKind.DICTIONARY,
            Category.SPAM,
            null,
            List.of("de"),
            Verdict.REVIEW,
            0.9,
            List.of("gewinn"),
            true);
    assertThat(match("Gewinn", "de", german)).hasSize(1);
    assertThat(match("Gewinn", "en", german)).isEmpty();
    assertThat(match("Gewinn", "und", german)).hasSize(1);
  }

  @Test
  void ruleForAnotherScriptReadsWhatIsWrittenInItWithinAForeignText() {
    PolicyRule russian =
        new PolicyRule(
            "r",
            "Rule",
            RuleKind.PATTERN,
            Category.VIOLENCE,
            null,
            List.of("ru"),
            Verdict.REVIEW,
            0.9,
            List.of("убью"),
            true);
    assertThat(match("a nice day to all of you, я тебя убью, see you soon", "en", russian))
        .hasSize(1);
    assertThat(match("dinner with Ян and the others", "en", russian)).isEmpty();
    assertThat(match("убью", "uk", russian)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "see http://bad.example/x, 1",
    "see HTTP://WWW.BAD.EXAMPLE, 1",
    "hxxp://bad[.]example, 1",
    "bad(.)example now, 1",
    "login.bad.example, 1",
    "notbad.example, 0",
    "me@bad.example, 0",
    "bad.example.com, 0"
  })
  void linkRuleKnowsTheHostHoweverItIsWritten(String text, int matches) {
    assertThat(match(text, "en", rule(RuleKind.LINK, true, "bad.example"))).hasSize(matches);
  }

  @Test
  void linkRuleSeesThroughForeignLettersInHosts() {
    PolicyRule lookalike = rule(RuleKind.LINK, true, "lookalike:paypal.example");
    assertThat(match("http://pаypаl.example/login", "en", lookalike)).hasSize(1);
    assertThat(match("http://paypa1.example/login", "en", lookalike)).hasSize(1);
    assertThat(match("http://paypal.example/login", "en", lookalike)).isEmpty();
    assertThat(match("http://pаypal.example", "en", rule(RuleKind.LINK, true, "mixed-script")))
        .hasSize(1);
    assertThat(match("http://пример.рф", "en", rule(RuleKind.LINK, true, "mixed-script")))
        .isEmpty();
    assertThat(match("http://пример.рф", "en", rule(RuleKind.LINK, true, "punycode"))).hasSize(1);
    assertThat(match("http://пример.рф", "en", rule(RuleKind.LINK, true, "xn--e1afmkfd.xn--p1ai")))
        .hasSize(1);
    assertThat(match("http://10.0.0.1/x", "en", rule(RuleKind.LINK, true, "ip-address")))
        .hasSize(1);
    assertThat(match("version 1.2.3.4", "en", rule(RuleKind.LINK, true, "ip-address"))).isEmpty();
  }

  @Test
  void structureRuleNeedsAllItsSettings() {
    PolicyRule shouting = rule(RuleKind.STRUCTURE, true, "capitals>=0.6", "links>=1");
    assertThat(match("BUY NOW http://a.example", "en", shouting)).isEmpty();
    assertThat(match("BUY NOW AND SAVE EVERYTHING http://a.example", "en", shouting)).hasSize(1);
    assertThat(match("BUY NOW AND SAVE EVERYTHING", "en", shouting)).isEmpty();
    PolicyRule repeated = rule(RuleKind.STRUCTURE, true, "repeated>=0.7", "words>=10");
    assertThat(match("free ".repeat(20), "en", repeated)).hasSize(1);
    assertThat(match("free ".repeat(5), "en", repeated)).isEmpty();
  }

  @Test
  void fingerprintIgnoresCaseSpacingAndInvisibleCharacters() {
    PolicyRule rule = rule(RuleKind.FINGERPRINT, true, TextFingerprint.of("Known text, number 1."));
    assertThat(match("  known\u200B TEXT:\nnumber 1", "en", rule)).hasSize(1);
    assertThat(match("known text number 2", "en", rule)).isEmpty();
  }

  @Test
  void patternPrefilterNeverLosesAMatch() {
    for (String[] each :
        new String[][] {
          {"a(?:bc|de)f?gh", "adegh"},
          {"colou?r", "color"},
          {"x{0,2}abc", "abc"},
          {"(?:one|two)?three", "three"},
          {"ab|cd", "cd"},
          {"[abc]xyz", "bxyz"},
          {"\\bfoo\\b", "a foo b"},
          {"foo.*bar", "foo and bar"},
          {"(foo)*bar", "bar"},
          {"\\Qa.b\\E", "a.b"},
          {"abc+de", "abccde"},
          {"(?i)abc", "ABC"},
          {"\\x{41}bc", "Abc"},
          {"[]a]bcd", "]bcd"},
          {"(?:a(?:b|c)|d)efg", "acefg"},
          {"strasse", "Straße"}
        }) {
      assertThat(match(each[1], "en", rule(RuleKind.PATTERN, true, each[0])))
          .as(each[0] + " on " + each[1])
          .hasSize(1);
    }
  }

  @Test
  void matchesOfOneRuleAreCappedButEveryRuleIsKept() {
    PolicyRule often = rule(RuleKind.DICTIONARY, true, "spam");
    PolicyRule once =
        new PolicyRule(
            "last",
            "Last",
            RuleKind.PATTERN,
            Category.HATE,
            null,
            List.of(),
            Verdict.REVIEW,
            0.9,
            List.of("needle"),
            true);
    List<RuleMatch> matches = match("spam ".repeat(5000) + "needle", "en", often, once);
    assertThat(matches).hasSizeLessThan(100);
    assertThat(matches).anyMatch(match -> match.rule().id().equals("last"));
  }

  @Test
  void patternIsFoundAcrossTheSeamOfTwoWindows() {
    PolicyRule rule = rule(RuleKind.PATTERN, true, "needle in hay");
    for (int at : List.of(65_530, 64_510, 64_512, 129_020)) {
      String text = "h ".repeat(at / 2) + "needle in hay" + " h".repeat(50_000);
      assertThat(match(text, "en", rule)).as("at " + at).hasSize(1);
    }
  }

  @Test
  void thousandsOfRulesGiveTheSameAnswerAsOne() {
    List<PolicyRule> rules = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rules.add(
          new PolicyRule(
              "r" + i,
              "Rule",
              i % 2 == 0 ? RuleKind.DICTIONARY : RuleKind.PATTERN,
              Category.SPAM,
              null,
              List.of(),
              Verdict.REVIEW,
              0.9,
              List.of("needle" + i),
              true));
    }
    List<RuleMatch> matches =
        match("a needle1234 and a needle777 in hay", "en", rules.toArray(PolicyRule[]::new));
    assertThat(matches).extracting(match -> match.rule().id()).contains("r1234", "r777");
  }
}
