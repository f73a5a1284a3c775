package dev.halcyon.engine.policy;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.ClusterPolicy;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.RoutingRule;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.UnderReview;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a policy document says of queues and of what goes where. Stateless. */
final class RoutingReader {
  private static final int MOST_MEMBERS = 1_000_000;
  private static final Pattern SKILL = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private RoutingReader() {}

  static QueueSpec queue(PolicyNode node) {
    node.onlyFields(
        "id", "title", "categories", "languages", "priorities", "kinds", "escalation", "skills");
    return new QueueSpec(
        node.at("id").text(),
        node.at("title").text(),
        node.at("categories").list().stream().map(PolicyReader::categoryOf).toList(),
        PolicyReader.languages(node.at("languages")),
        priorities(node.at("priorities")),
        kinds(node.at("kinds")),
        node.at("escalation").flag(false),
        skills(node.at("skills")));
  }

  static RoutingRule rule(PolicyNode node) {
    node.onlyFields(
        "id",
        "title",
        "queue",
        "categories",
        "languages",
        "regions",
        "surfaces",
        "audiences",
        "priorities",
        "kinds",
        "sources");
    return new RoutingRule(
        node.at("id").text(),
        node.at("title").text(),
        node.at("queue").text(),
        node.at("categories").list().stream().map(PolicyReader::categoryOf).toList(),
        PolicyReader.languages(node.at("languages")),
        regions(node.at("regions")),
        node.at("surfaces").list().stream()
            .map(each -> each.choice(PolicyReader.known(Surface.values()), Surface.UNKNOWN))
            .toList(),
        node.at("audiences").list().stream()
            .map(each -> each.choice(PolicyReader.known(Audience.values()), Audience.UNKNOWN))
            .toList(),
        priorities(node.at("priorities")),
        kinds(node.at("kinds")),
        node.at("sources").list().stream()
            .map(
                each ->
                    each.choice(PolicyReader.known(ReportSource.values()), ReportSource.UNKNOWN))
            .toList());
  }

  static UnderReview underReview(PolicyNode node) {
    node.onlyFields("id", "categories", "surfaces", "sources", "effect", "restrictions");
    UnderReview.Effect effect =
        node.at("effect")
            .choice(PolicyReader.known(UnderReview.Effect.values()), UnderReview.Effect.UNKNOWN);
    List<Restriction> restrictions =
        node.at("restrictions").list().stream()
            .map(each -> each.choice(PolicyReader.known(Restriction.values()), Restriction.UNKNOWN))
            .toList();
    if ((effect == UnderReview.Effect.RESTRICT) == restrictions.isEmpty()) {
      node.problem("names restrictions where effect is restrict, and only there");
    }
    return new UnderReview(
        node.at("id").text(),
        node.at("categories").list().stream().map(PolicyReader::categoryOf).toList(),
        node.at("surfaces").list().stream()
            .map(each -> each.choice(PolicyReader.known(Surface.values()), Surface.UNKNOWN))
            .toList(),
        node.at("sources").list().stream()
            .map(
                each ->
                    each.choice(PolicyReader.known(ReportSource.values()), ReportSource.UNKNOWN))
            .toList(),
        effect,
        restrictions);
  }

  private static List<Priority> priorities(PolicyNode node) {
    return node.list().stream()
        .map(each -> each.choice(PolicyReader.known(Priority.values()), Priority.UNKNOWN))
        .toList();
  }

  private static List<Modality> kinds(PolicyNode node) {
    return node.list().stream()
        .map(each -> each.choice(PolicyReader.known(Modality.values()), Modality.UNKNOWN))
        .toList();
  }

  private static List<String> regions(PolicyNode node) {
    List<String> codes = new ArrayList<>();
    for (PolicyNode each : node.list()) {
      String code = each.text();
      if (!PolicyReader.REGIONS.contains(code)) {
        each.problem("unknown region '" + code + "'; use ISO 3166-1, such as DE");
      }
      codes.add(code);
    }
    return codes;
  }

  private static List<String> skills(PolicyNode node) {
    List<String> skills = new ArrayList<>();
    for (PolicyNode each : node.list()) {
      String skill = each.text();
      if (!SKILL.matcher(skill).matches()) {
        each.problem("must be 1 to 40 of a-z, 0-9 and '-', and begin with a letter");
      }
      skills.add(skill);
    }
    return skills;
  }

  static @Nullable ClusterPolicy clusters(PolicyNode node) {
    if (!node.present()) {
      return null;
    }
    node.onlyFields("join", "near_follow", "most");
    ClusterPolicy usual = ClusterPolicy.USUAL;
    long most = node.at("most").present() ? node.at("most").whole(1) : usual.most();
    if (most > MOST_MEMBERS) {
      node.at("most").problem("must be at most " + MOST_MEMBERS);
    }
    return new ClusterPolicy(
        node.at("join").flag(usual.join()),
        node.at("near_follow").flag(usual.nearFollows()),
        (int) most);
  }

  /** What must hold between routing rules and queues. */
  static void check(ResolvedPolicy policy, List<String> problems) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < policy.routing().size(); i++) {
      RoutingRule rule = policy.routing().get(i);
      String path = "routing[" + i + "] (" + rule.id() + ")";
      if (!ids.add(rule.id())) {
        problems.add(path + ": the id stands twice");
      }
      Optional<QueueSpec> queue =
          policy.queues().stream().filter(each -> each.id().equals(rule.queue())).findFirst();
      if (queue.isEmpty()) {
        problems.add(path + ".queue: there is no queue " + rule.queue());
      } else if (queue.get().escalation()) {
        problems.add(path + ".queue: " + rule.queue() + " takes what a person escalates alone");
      }
    }
  }
}
