package dev.halcyon.app.machine;

import dev.halcyon.app.kit.Words;
import dev.halcyon.app.machine.MachineState.ChangeRow;
import dev.halcyon.app.machine.MachineState.ModelRow;
import dev.halcyon.app.machine.MachineState.PolicyShown;
import dev.halcyon.app.machine.MachineState.Shares;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageShare;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.protocol.StageSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what the server reports of its machine. Immutable. */
final class MachineWords {
  /** The overlay for items whose country nobody knows. */
  private static final String STRICTEST = "ZZ";

  private static final String BETWEEN = "  ·  ";

  private final Words words;

  MachineWords(Words words) {
    this.words = words;
  }

  Shares shares(StageShares shares) {
    String places =
        shares.places().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> words.say("machine.place", place(each.getKey()), each.getValue()))
            .collect(Collectors.joining(BETWEEN));
    return new Shares(
        shares.items() == 0
            ? words.say("machine.shares.none")
            : words.say("machine.shares.lead", shares.items()),
        shares.shares().stream().map(share -> row(share, shares.items())).toList(),
        places);
  }

  /** A span as it is chosen. */
  String span(int hours) {
    return words.say("machine.span." + hours);
  }

  private ShareRow row(StageShare share, long all) {
    return new ShareRow(
        words.say("machine.share." + group(share.places())),
        words.say("machine.share.counted", share.share(), share.items(), all),
        all == 0
            ? words.say("machine.aim", share.aimFrom(), share.aimUntil())
            : words.say("machine.aim." + standing(share), share.aimFrom(), share.aimUntil()),
        share.share(),
        share.aimFrom(),
        share.aimUntil());
  }

  private static String group(List<ReachedAt> places) {
    if (places.contains(ReachedAt.PEOPLE)) {
      return "people";
    }
    return places.contains(ReachedAt.RULES) ? "certain" : "models";
  }

  private static String standing(StageShare share) {
    if (share.share() < share.aimFrom()) {
      return "below";
    }
    return share.share() > share.aimUntil() ? "above" : "within";
  }

  private String place(String name) {
    String key = "machine.at." + name.toLowerCase(Locale.ROOT);
    return words.find(key).orElseGet(() -> words.say("machine.at.unknown"));
  }

  PolicyShown policy(
      String region, ResolvedPolicy base, ResolvedPolicy here, List<PolicyVersion> versions) {
    String overlays =
        versions.stream()
            .filter(each -> each.state() == PolicyState.PUBLISHED)
            .flatMap(each -> each.overlays().stream())
            .collect(Collectors.joining(", "));
    return new PolicyShown(
        words.say("machine.policy.version", here.title(), here.ref().version()),
        overlays.isEmpty()
            ? words.say("machine.policy.no_overlays")
            : words.say("machine.policy.overlays", overlays),
        merged(region, here.ref().overlay()),
        PolicyChanges.between(base, here).stream().map(this::change).toList());
  }

  private String merged(String region, @Nullable String overlay) {
    if (region.isEmpty()) {
      return words.say("machine.policy.base");
    }
    if (overlay == null) {
      return words.say("machine.policy.unchanged", region(region));
    }
    return overlay.equals(STRICTEST)
        ? words.say("machine.policy.strictest")
        : words.say("machine.policy.merged", region(region), overlay);
  }

  /** A region by its name, the base and the unknown one too. */
  String region(String code) {
    return switch (code) {
      case "" -> words.say("machine.region.base");
      case STRICTEST -> words.say("machine.region.unknown");
      default -> Locale.of("", code).getDisplayCountry(words.locale());
    };
  }

  private ChangeRow change(PolicyChange change) {
    String field =
        words
            .find("machine.field." + change.field())
            .orElseGet(() -> words.say("machine.field.other"));
    String what =
        change.subject().isEmpty()
            ? field
            : words.say("machine.change.of", field, subject(change.subject()));
    return new ChangeRow(
        what,
        switch (change.kind()) {
          case ADDED -> words.say("machine.change.added");
          case LEFT_OUT -> words.say("machine.change.left_out");
          case CHANGED ->
              change.parts().isEmpty()
                  ? words.say("machine.change.order")
                  : change.parts().stream().map(this::part).collect(Collectors.joining(" "));
        });
  }

  private String subject(String raw) {
    return words
        .find("category." + raw)
        .or(() -> words.find("stage." + raw))
        .or(() -> words.find("priority." + raw.toLowerCase(Locale.ROOT)))
        .orElse(raw);
  }

  private String part(PolicyChange.Part part) {
    String name =
        words.find("machine.part." + part.name()).orElseGet(() -> words.say("machine.part.other"));
    if (part.before().isEmpty() && part.after().isEmpty()) {
      return words.say("machine.change.part", name);
    }
    return words.say("machine.change.value", name, value(part.after()), value(part.before()));
  }

  private String value(String raw) {
    return switch (raw) {
      case "" -> words.say("machine.value.none");
      case "true" -> words.say("machine.value.yes");
      case "false" -> words.say("machine.value.no");
      default -> raw;
    };
  }

  List<ModelRow> stages(ResolvedPolicy policy) {
    return policy.stages().stream().map(this::stage).toList();
  }

  private ModelRow stage(StageSpec stage) {
    String use =
        words.say(stage.required() ? "machine.stage.required" : "machine.stage.optional")
            + " "
            + (stage.calibration() == null
                ? words.say("machine.stage.plain")
                : words.say("machine.stage.calibrated", stage.calibration()));
    return new ModelRow(
        words.find("stage." + stage.stage()).orElse(stage.stage()),
        use,
        stage.model() == null
            ? stage.stage()
            : words.say("machine.stage.pinned", stage.stage(), stage.model()));
  }

  List<ModelRow> models(List<ModelDescription> models) {
    return models.stream().map(this::model).toList();
  }

  private ModelRow model(ModelDescription model) {
    String raw = model.model().name();
    @Nullable String calibration = model.model().calibration();
    return new ModelRow(
        words.say(
            "settings.model", words.find("model." + raw).orElse(raw), model.model().version()),
        words.find("model." + raw + ".purpose").orElseGet(model::purpose),
        words.say("settings.model.small", raw, model.providerReason(), model.licence())
            + (calibration == null
                ? ""
                : BETWEEN
                    + words.say("machine.stage.calibrated", Objects.requireNonNull(calibration))));
  }
}
