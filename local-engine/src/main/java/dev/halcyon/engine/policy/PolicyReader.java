package dev.halcyon.engine.policy;

import dev.halcyon.engine.calibration.Calibration;
import dev.halcyon.engine.calibration.CalibrationRef;
import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.ThresholdRule;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the tree of a policy document into records, field by field. Stateless. */
final class PolicyReader {
  private static final Set<String> LANGUAGES =
      new HashSet<>(Arrays.asList(Locale.getISOLanguages()));
  static final Set<String> REGIONS = new HashSet<>(Arrays.asList(Locale.getISOCountries()));
  static final List<Verdict> RAISING = List.of(Verdict.REVIEW, Verdict.BLOCK);

  private PolicyReader() {}

  /**
   * Reads a document, or what became of it with an overlay merged in.
   *
   * @param overlay the overlay's name, or null for the base
   */
  static ResolvedPolicy read(PolicyNode root, @Nullable String overlay) {
    root.onlyFields(
        "id",
        "version",
        "title",
        "review_hides",
        "unsupported_language",
        "sla",
        "stages",
        "categories",
        "queues",
        "rules",
        "clocks",
        "judge",
        "banks",
        "retention",
        "clusters",
        "routing",
        "under_review",
        "wellness",
        "overlays");
    PolicyRef ref = new PolicyRef(root.at("id").text(), root.at("version").count(1), overlay);
    return new ResolvedPolicy(
        ref,
        root.at("title").text(),
        root.at("categories").list().stream().map(PolicyReader::category).toList(),
        root.at("rules").list().stream().map(PolicyReader::rule).toList(),
        root.at("stages").list().stream().map(PolicyReader::stage).toList(),
        root.at("queues").list().stream().map(RoutingReader::queue).toList(),
        root.at("sla").list().stream().map(PolicyReader::sla).toList(),
        root.at("review_hides").flag(true),
        root.at("unsupported_language").present()
            ? root.at("unsupported_language").choice(RAISING, Verdict.REVIEW)
            : Verdict.REVIEW,
        root.at("clocks").list().stream().map(PolicyReader::clock).toList(),
        JudgeReader.read(root.at("judge")),
        root.at("banks").list().stream().map(BankReader::bank).toList(),
        root.at("retention").list().stream().map(BankReader::retention).toList(),
        RoutingReader.clusters(root.at("clusters")),
        root.at("routing").list().stream().map(RoutingReader::rule).toList(),
        root.at("under_review").list().stream().map(RoutingReader::underReview).toList(),
        WellnessReader.read(root.at("wellness")));
  }

  private static CategoryPolicy category(PolicyNode node) {
    node.onlyFields(
        "category", "title", "severity", "priority", "clauses", "thresholds", "weights");
    Category category = categoryOf(node.at("category"));
    return new CategoryPolicy(
        category,
        node.at("title").text(),
        node.at("severity").choice(known(SeverityBand.values()), SeverityBand.UNKNOWN),
        node.at("priority").choice(known(Priority.values()), Priority.UNKNOWN),
        node.at("clauses").list().stream().map(clause -> clause(clause, category)).toList(),
        node.at("thresholds").list().stream().map(PolicyReader::threshold).toList(),
        weights(node.at("weights")));
  }

  private static Map<String, Double> weights(PolicyNode node) {
    if (!node.present()) {
      return Map.of();
    }
    node.onlyFields(Fusion.WEIGHTS.keySet().stream().sorted().toArray(String[]::new));
    Map<String, Double> weights = new HashMap<>();
    for (String witness : node.names()) {
      weights.put(witness, node.at(witness).fraction(1));
    }
    return weights;
  }

  private static Clause clause(PolicyNode node, Category category) {
    node.onlyFields("id", "title", "definition", "exceptions");
    return new Clause(
        node.at("id").text(),
        category,
        node.at("title").text(),
        node.at("definition").text(),
        node.at("exceptions").texts());
  }

  private static ThresholdRule threshold(PolicyNode node) {
    node.onlyFields("language", "region", "surface", "audience", "review", "block");
    @Nullable String language = node.at("language").optionalText();
    if (language != null) {
      language(node.at("language"), language);
    }
    @Nullable String region = node.at("region").optionalText();
    if (region != null && !REGIONS.contains(region)) {
      node.at("region").problem("unknown region '" + region + "'; use ISO 3166-1, such as DE");
    }
    @Nullable Surface surface =
        node.at("surface").present()
            ? node.at("surface").choice(known(Surface.values()), Surface.UNKNOWN)
            : null;
    @Nullable Audience audience =
        node.at("audience").present()
            ? node.at("audience").choice(known(Audience.values()), Audience.UNKNOWN)
            : null;
    double review = node.at("review").fraction(Double.NaN);
    double block = node.at("block").fraction(Double.NaN);
    if (Double.isNaN(review) || Double.isNaN(block)) {
      node.problem("needs review and block, both from 0 to 1");
    } else if (review > block) {
      node.problem("review " + review + " lies above block " + block);
    }
    return new ThresholdRule(language, region, surface, audience, review, block);
  }

  private static PolicyRule rule(PolicyNode node) {
    node.onlyFields(
        "id",
        "title",
        "kind",
        "category",
        "clause",
        "languages",
        "verdict",
        "score",
        "terms",
        "normalised");
    List<String> languages = languages(node.at("languages"));
    RuleKind kind = node.at("kind").choice(known(RuleKind.values()), RuleKind.UNKNOWN);
    // An address alone is no offence: unless the policy says otherwise its score decides.
    boolean personal = kind == RuleKind.PERSONAL_DATA;
    Verdict missing = personal ? Verdict.ALLOW : Verdict.REVIEW;
    Verdict verdict =
        node.at("verdict").present()
            ? node.at("verdict").choice(personal ? known(Verdict.values()) : RAISING, missing)
            : missing;
    List<String> terms = node.at("terms").texts();
    if (terms.isEmpty()) {
      node.at("terms").problem("a rule needs at least one term");
    }
    return new PolicyRule(
        node.at("id").text(),
        node.at("title").text(),
        kind,
        categoryOf(node.at("category")),
        node.at("clause").optionalText(),
        languages,
        verdict,
        node.at("score").fraction(verdict == Verdict.BLOCK ? 1 : 0.9),
        terms,
        node.at("normalised").flag(true));
  }

  private static StageSpec stage(PolicyNode node) {
    node.onlyFields("stage", "model", "required", "calibration");
    String stage = node.at("stage").text();
    @Nullable String calibration = node.at("calibration").optionalText();
    if (calibration != null && CalibrationRef.of(calibration).isEmpty()) {
      node.at("calibration")
          .problem(
              "'" + calibration + "' is no calibration; write NAME@VERSION+HASH as calibrate did");
    } else if (calibration != null && !Calibration.STAGES.contains(stage)) {
      node.at("calibration")
          .problem(
              "only scores of "
                  + String.join(", ", Calibration.STAGES)
                  + " are calibrated by the operator");
    }
    return new StageSpec(
        stage, node.at("model").optionalText(), node.at("required").flag(true), calibration);
  }

  private static ClockSpec clock(PolicyNode node) {
    node.onlyFields("id", "title", "sources", "grounds", "seconds", "orders");
    return new ClockSpec(
        node.at("id").text(),
        node.at("title").text(),
        node.at("sources").list().stream()
            .map(each -> each.choice(known(ReportSource.values()), ReportSource.UNKNOWN))
            .toList(),
        node.at("grounds").list().stream().map(PolicyReader::categoryOf).toList(),
        node.at("seconds").whole(1),
        node.at("orders").present()
            ? node.at("orders").choice(known(OrderPath.values()), OrderPath.UNKNOWN)
            : null);
  }

  private static SlaSpec sla(PolicyNode node) {
    node.onlyFields("priority", "seconds", "raise_at_reach");
    return new SlaSpec(
        node.at("priority").choice(known(Priority.values()), Priority.UNKNOWN),
        node.at("seconds").whole(1),
        node.at("raise_at_reach").whole(1));
  }

  static Category categoryOf(PolicyNode node) {
    return node.choice(known(Category.values()), Category.UNKNOWN, Category::id);
  }

  static List<String> languages(PolicyNode node) {
    List<String> codes = new ArrayList<>();
    for (PolicyNode each : node.list()) {
      String code = each.text();
      language(each, code);
      codes.add(code);
    }
    return codes;
  }

  private static void language(PolicyNode node, String code) {
    if (!LANGUAGES.contains(code)) {
      node.problem("unknown language '" + code + "'; use ISO 639-1, such as en");
    }
  }

  static <E extends Enum<E>> List<E> known(E[] values) {
    return Arrays.stream(values).filter(value -> !value.name().equals("UNKNOWN")).toList();
  }
}
