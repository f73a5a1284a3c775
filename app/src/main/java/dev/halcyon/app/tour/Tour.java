package dev.halcyon.app.tour;

import dev.halcyon.app.AppOptions;
import dev.halcyon.app.Handshake;
import dev.halcyon.app.Services;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Problems;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Renders every screen of the workbench to PNG, 1440×900, light and dark, without a display and
 * with what a real server holds: {@code --handshake FILE --out DIR [--data DIR] [--language CODE]
 * [--text PERCENT]}. The language {@code qps} is the pseudo-language. Exit codes: 0 done, 1 failed,
 * 2 wrong usage.
 */
public final class Tour {
  private static final Set<String> KNOWN =
      Set.of("--handshake", "--out", "--data", "--language", "--text");

  private Tour() {}

  public static void main(String[] args) {
    int exit;
    try {
      Map<String, String> given = AppOptions.pairs(List.of(args), KNOWN);
      if (!given.keySet().containsAll(Set.of("--handshake", "--out"))) {
        throw new UserProblem(
            "app.arguments", "The tour lacks an option.", "Give --handshake and --out.");
      }
      exit = run(given);
    } catch (UserProblem problem) {
      System.err.println("halcyon: " + problem.getMessage() + " " + problem.remedy());
      exit = problem.code().equals("app.arguments") ? 2 : 1;
    } catch (IOException | IllegalStateException e) {
      System.err.println("halcyon: the tour failed");
      e.printStackTrace();
      exit = 1;
    }
    System.exit(exit);
  }

  private static int run(Map<String, String> given) throws IOException {
    Handshake handshake = Handshake.read(Path.of(given.get("--handshake")), Handshake.REVIEWER);
    Handshake lead = Handshake.read(Path.of(given.get("--handshake")), Handshake.LEAD);
    Path out = Path.of(given.get("--out"));
    Path data =
        given.containsKey("--data")
            ? Path.of(given.get("--data"))
            : Files.createTempDirectory("halcyon-tour");
    Files.createDirectories(data);
    Fx.startToolkit();
    Words words = Words.in(Locale.of(given.getOrDefault("--language", "en")));
    Look look = Look.DEFAULT.withTextPercent(percent(given.getOrDefault("--text", "100")));
    Now now = new Now(Clock.systemDefaultZone());
    try (Background background = Background.lanes(new Problems(words)::explain);
        RescanEngine engine = RescanEngine.start(EngineOptions.forWorkbench());
        Relay relay = Relay.to(handshake.server())) {
      PreferencesModel preferences =
          new PreferencesModel(
              background, words, new PreferenceStore(data), Preferences.DEFAULT.withLook(look));
      Services services =
          new Services(new Kit(words, now), background, preferences, () -> engine, data);
      List<Path> pictures =
          new TourRoute(services, relay, out).walk(handshake.token(), lead.token());
      pictures.forEach(picture -> System.out.println("picture " + picture));
      return 0;
    }
  }

  private static int percent(String text) {
    try {
      int percent = Integer.parseInt(text);
      if (percent >= Look.SMALLEST && percent <= Look.LARGEST) {
        return percent;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number that is too small or too large.
    }
    throw new UserProblem(
        "app.arguments",
        "The tour cannot show text at " + text + " per cent.",
        "Give --text a number from " + Look.SMALLEST + " to " + Look.LARGEST + ".");
  }
}
