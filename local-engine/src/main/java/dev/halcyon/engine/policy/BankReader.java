package dev.halcyon.engine.policy;

import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a policy document says of banks and of how long data is kept. Stateless. */
final class BankReader {
  /** It names files and stands in addresses. */
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

  /** One frame in three: a clip cut into other material is still found. */
  private static final double SHARE = 1.0 / 3;

  private static final int FLOOD_ITEMS = 100;
  private static final long FLOOD_SECONDS = 3600;

  private BankReader() {}

  static BankSpec bank(PolicyNode node) {
    node.onlyFields(
        "id",
        "title",
        "kind",
        "content",
        "mode",
        "percent",
        "category",
        "clause",
        "verdict",
        "quality",
        "turns",
        "share",
        "flood");
    BankContent content =
        node.at("content").present()
            ? node.at("content")
                .choice(PolicyReader.known(BankContent.values()), BankContent.KNOWN_BAD)
            : BankContent.KNOWN_BAD;
    boolean good = content == BankContent.KNOWN_GOOD;
    BankMode mode = mode(node.at("mode"));
    PolicyNode flood = node.at("flood");
    if (flood.present()) {
      flood.onlyFields("items", "seconds");
    }
    BankSpec bank =
        new BankSpec(
            id(node.at("id")),
            node.at("title").text(),
            node.at("kind").choice(PolicyReader.known(BankKind.values()), BankKind.UNKNOWN),
            content,
            mode,
            percent(node.at("percent"), mode),
            good ? null : PolicyReader.categoryOf(node.at("category")),
            node.at("clause").optionalText(),
            good ? Verdict.ALLOW : verdict(node.at("verdict")),
            quality(node.at("quality")),
            node.at("turns").flag(true),
            node.at("share").fraction(SHARE),
            flood.at("items").present() ? flood.at("items").count(0) : FLOOD_ITEMS,
            flood.at("seconds").present() ? flood.at("seconds").whole(1) : FLOOD_SECONDS);
    if (good && (node.at("category").present() || node.at("verdict").present())) {
      node.problem(
          "a bank of known-good content concludes nothing: leave category and verdict out");
    }
    if (bank.share() == 0) {
      node.at("share").problem("must be over 0");
    }
    return bank;
  }

  /** YAML reads a bare {@code on} or {@code off} as true or false. */
  private static BankMode mode(PolicyNode node) {
    @Nullable String written = node.optionalText();
    if ("true".equals(written) || "false".equals(written)) {
      return "true".equals(written) ? BankMode.ON : BankMode.OFF;
    }
    return node.choice(PolicyReader.known(BankMode.values()), BankMode.OFF);
  }

  private static String id(PolicyNode node) {
    String id = node.text();
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      node.problem("must be 1 to 60 of a-z, 0-9 and '-', and begin with none of '-'");
    }
    return id;
  }

  private static Verdict verdict(PolicyNode node) {
    return node.present() ? node.choice(PolicyReader.RAISING, Verdict.BLOCK) : Verdict.BLOCK;
  }

  private static int percent(PolicyNode node, BankMode mode) {
    if (mode != BankMode.PERCENT) {
      if (node.present()) {
        node.problem("means something only with mode: percent");
      }
      return 100;
    }
    long percent = node.whole(1);
    if (percent > 100) {
      node.problem("must be at most 100");
    }
    return (int) percent;
  }

  private static int quality(PolicyNode node) {
    if (!node.present()) {
      return PdqHash.USABLE_QUALITY;
    }
    long quality = node.whole(0);
    if (quality > 100) {
      node.problem("must be at most 100");
    }
    return (int) quality;
  }

  static RetentionSpec retention(PolicyNode node) {
    node.onlyFields("data", "days");
    long days = node.at("days").whole(1);
    if (days > Integer.MAX_VALUE) {
      node.at("days").problem("must be at most " + Integer.MAX_VALUE);
    }
    return new RetentionSpec(
        node.at("data")
            .choice(PolicyReader.known(RetentionSpec.Kind.values()), RetentionSpec.Kind.UNKNOWN),
        (int) days);
  }

  /** What must hold between banks and the rest of the policy. */
  static void check(ResolvedPolicy policy, List<String> problems) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < policy.banks().size(); i++) {
      BankSpec bank = policy.banks().get(i);
      String path = "banks[" + i + "] (" + bank.id() + ")";
      if (!ids.add(bank.id())) {
        problems.add(path + ": the id stands twice");
      }
      clause(policy, bank, path, problems);
    }
    boolean asked =
        policy.stages().stream().map(StageSpec::stage).anyMatch(BanksStage.NAME::equals);
    if (!policy.banks().isEmpty() && !asked) {
      problems.add("banks: nothing asks them, for the stage " + BanksStage.NAME + " is not listed");
    }
    Set<RetentionSpec.Kind> kinds = new HashSet<>();
    for (int i = 0; i < policy.retention().size(); i++) {
      if (!kinds.add(policy.retention().get(i).data())) {
        problems.add("retention[" + i + "]: the same data stands twice");
      }
    }
  }

  private static void clause(
      ResolvedPolicy policy, BankSpec bank, String path, List<String> problems) {
    @Nullable Category category = bank.category();
    if (category != null && policy.category(category) == null) {
      problems.add(path + ".category: this policy says nothing of " + category.id());
    }
    @Nullable Clause clause = policy.clause(bank.clause());
    if (bank.clause() != null && clause == null) {
      problems.add(path + ".clause: there is no clause " + bank.clause());
    } else if (clause != null && clause.category() != category) {
      problems.add(path + ".clause: " + bank.clause() + " belongs to " + clause.category().id());
    }
  }
}
