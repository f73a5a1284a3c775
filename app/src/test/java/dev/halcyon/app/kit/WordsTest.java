package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the bundles against the sources: no key without words, no words without a use. */
class WordsTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** What {@code say}, {@code describe} and the rest take: a literal of dotted lower-case words. */
  private static final Pattern KEY_LIKE =
      Pattern.compile("\"([a-z][a-z0-9_-]*(?:\\.[a-z0-9_-]+)+)\"");

  /** Calls whose first literal is certainly a key. */
  private static final Pattern USE =
      Pattern.compile(
          "(?:\\.say\\(|\\.command\\(|\\.held\\(|\\.button\\(|describe(?:Icon)?\\([^;\"]*?"
              + "|new LoadState\\.(?:Loading|Empty|Offline)\\()\\s*\"([^\"]+)\"");

  /** The fixed start of a key whose end is computed: {@code "go." + id}. */
  private static final Pattern PREFIX = Pattern.compile("\"([a-z][a-z0-9_.-]*\\.)\"\\s*\\+");

  private static final List<Class<? extends Enum<?>>> NAMED =
      List.of(
          Category.class,
          Priority.class,
          Surface.class,
          Modality.class,
          DecisionAction.class,
          Restriction.class,
          Visibility.class,
          Verdict.class,
          Tier.class,
          ReportSource.class,
          ReasonKind.class,
          RationaleSource.class,
          Language.class,
          Filter.Effect.class,
          Filter.Strength.class,
          Look.Appearance.class,
          Look.Density.class,
          dev.halcyon.app.shell.PaletteEntry.Kind.class,
          SeverityBand.class,
          dev.halcyon.protocol.BudgetScope.class,
          dev.halcyon.app.reasoning.AuthorTimeline.Standing.class);

  private final Words english = Words.in(Locale.ENGLISH);

  @Test
  void everyStageThatAShippedPolicyListsHasAName() {
    for (int version : PolicyDocuments.SHIPPED_VERSIONS) {
      assertThat(PolicyDocuments.shipped(version).stages())
          .allSatisfy(
              stage ->
                  assertThat(english.find("stage." + stage.stage()))
                      .as("stage.%s", stage.stage())
                      .isPresent());
    }
  }

  @Test
  void everyKeyUsedInTheSourcesHasWords() throws IOException {
    Set<String> missing = new TreeSet<>();
    Matcher use = USE.matcher(sources());
    while (use.find()) {
      if (use.group(1).matches(".*\\..*[^.]") && english.find(use.group(1)).isEmpty()) {
        missing.add(use.group(1));
      }
    }
    assertThat(missing).as("keys without words in assets/messages").isEmpty();
  }

  @Test
  void everyValueOfTheVocabularyThatIsShownHasAName() {
    for (Class<? extends Enum<?>> type : NAMED) {
      for (Enum<?> value : type.getEnumConstants()) {
        assertThat(english.find(Words.key(value))).as(Words.key(value)).isPresent();
      }
    }
  }

  @Test
  void noWordsAreLeftThatNothingUses() throws IOException {
    String sources = sources();
    Set<String> literals = new TreeSet<>();
    Matcher literal = KEY_LIKE.matcher(sources);
    while (literal.find()) {
      literals.add(literal.group(1));
    }
    List<String> prefixes = PREFIX.matcher(sources).results().map(found -> found.group(1)).toList();
    literals.addAll(Set.of("priority-p0", "priority-p1", "priority-p2"));
    Set<String> named =
        NAMED.stream()
            .flatMap(type -> Stream.of(type.getEnumConstants()))
            .map(Words::key)
            .collect(Collectors.toSet());
    Set<String> obsolete =
        english.keys().stream()
            .filter(key -> !literals.contains(key) && !named.contains(key))
            .filter(key -> !literals.contains(key.replaceAll("\\.(help|access|next|remedy)$", "")))
            .filter(key -> prefixes.stream().noneMatch(key::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(obsolete).as("words in assets/messages that no source uses").isEmpty();
  }

  /** A literal that a person could read: a capital, small letters, and another word. */
  private static final Pattern SENTENCE = Pattern.compile("\"[A-Z][a-z]+,? [a-z][^\"]*\"");

  /** What is said before there are words, or to nobody who sits at the desk. */
  private static final Pattern NOT_FOR_THE_DESK =
      Pattern.compile("LOG\\.|mustNotBlock|IllegalStateException|IllegalArgumentException");

  private static final Set<String> COMMAND_LINE =
      Set.of("AppOptions.java", "Handshake.java", "Main.java", "Tour.java", "TourRoute.java");

  @Test
  void noSentenceStandsInJava() throws IOException {
    List<String> found = new java.util.ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!COMMAND_LINE.contains(file.getFileName().toString())
            && !file.toString().contains("tour")) {
          found.addAll(sentences(file.getFileName() + ": ", Files.readString(file)));
        }
      }
    }
    assertThat(found).as("sentences that belong into assets/messages").isEmpty();
    assertThat(sentences("", "x.setText(\"Try it again\");")).as("one is found").hasSize(1);
  }

  private static List<String> sentences(String where, String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    return Stream.of(code.split(";"))
        .filter(statement -> !NOT_FOR_THE_DESK.matcher(statement).find())
        .flatMap(statement -> SENTENCE.matcher(statement).results())
        .map(result -> where + result.group())
        .toList();
  }

  /** Every language that can be chosen but English itself. */
  private static final List<String> OTHERS =
      Stream.of(Language.values())
          .map(language -> language.locale(Locale.ROOT).getLanguage())
          .filter(code -> !code.isEmpty() && !code.equals("en"))
          .toList();

  private static Properties bundle(String name) throws IOException {
    Properties found = new Properties();
    found.load(
        new StringReader(
            new String(Assets.bytes("messages/" + name + ".properties"), StandardCharsets.UTF_8)));
    return found;
  }

  @Test
  void everyBundleIsCompleteInEveryLanguageAndHasNothingLeftOver() throws IOException {
    assertThat(OTHERS).containsExactly("de", "es");
    for (String name : Words.BUNDLES) {
      Set<String> wanted = new TreeSet<>(bundle(name).stringPropertyNames());
      for (String code : OTHERS) {
        Set<String> there = bundle(name + "_" + code).stringPropertyNames();
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        Set<String> obsolete = new TreeSet<>(there);
        obsolete.removeAll(wanted);
        assertThat(missing).as("keys that %s_%s lacks", name, code).isEmpty();
        assertThat(obsolete).as("keys of %s_%s that English lacks", name, code).isEmpty();
      }
    }
  }

  @Test
  void everyLanguageFillsInTheSamePlaceholders() throws IOException {
    for (String name : Words.BUNDLES) {
      Properties wanted = bundle(name);
      for (String code : OTHERS) {
        Properties other = bundle(name + "_" + code);
        for (String key : other.stringPropertyNames()) {
          assertThat(placeholders(other.getProperty(key)))
              .as("%s in %s", key, code)
              .isEqualTo(placeholders(wanted.getProperty(key)));
        }
      }
    }
  }

  @Test
  void everySentenceOfEveryLanguageCanBeFilledIn() {
    for (Language language : Language.values()) {
      Words words = Words.in(language.locale(Locale.ENGLISH));
      for (String key : words.keys()) {
        for (int count : List.of(0, 1, 2, 5)) {
          String said = words.say(key, count, count, count, count, count);
          assertThat(said).as("%s in %s", key, language).isNotBlank().doesNotContain("{");
        }
      }
    }
  }

  @Test
  void aLanguageThatWasChosenIsSpokenAndKeepsTheDesktopsRegion() {
    assertThat(Language.GERMAN.locale(Locale.US)).isEqualTo(Locale.GERMAN);
    assertThat(Language.GERMAN.locale(Locale.of("de", "AT"))).isEqualTo(Locale.of("de", "AT"));
    assertThat(Language.SYSTEM.locale(Locale.FRANCE)).isEqualTo(Locale.FRANCE);
    assertThat(Words.in(Language.SPANISH.locale(Locale.US)).say("review.escalate"))
        .isEqualTo("Elevar");
  }

  @Test
  void noKeyStandsInTwoBundlesOrTwice() {
    Set<String> twice = new TreeSet<>();
    for (String ending : List.of("", "_de", "_es")) {
      twice.addAll(twice(ending));
    }
    assertThat(twice).isEmpty();
  }

  private static Set<String> twice(String ending) {
    Set<String> seen = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    for (String bundle : Words.BUNDLES) {
      String text =
          new String(
              Assets.bytes("messages/" + bundle + ending + ".properties"), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#") && line.contains("="))
          .map(line -> line.substring(0, line.indexOf('=')).strip())
          .filter(key -> !seen.add(key))
          .forEach(twice::add);
    }
    return twice;
  }

  @Test
  void pluralsFollowTheLanguage() {
    assertThat(english.say("time.days", 1)).isEqualTo("1 day");
    assertThat(english.say("time.days", 3)).isEqualTo("3 days");
  }

  @Test
  void anUnknownKeyIsVisibleAndDoesNotFail() {
    assertThat(english.say("no.such.key")).isEqualTo("[no.such.key]");
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\{(\\d+)").matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return all.toString();
    }
  }
}
