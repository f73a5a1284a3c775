package dev.halcyon.assets.sample;

import dev.halcyon.assets.sample.Arrivals.Arrival;
import dev.halcyon.assets.sample.CorpusSource.Text;
import dev.halcyon.assets.sample.CorpusSource.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Turns hand-written texts into items: what the source leaves open is drawn from the seed. */
final class CorpusMaker {
  private static final List<String> NEIGHBOURS =
      List.of("FR", "NL", "PL", "SE", "IT", "PT", "BE", "CA", "AU", "DK");

  /** Seconds from a report to the arrival of the item at the server, at most. */
  private static final int LONGEST_REPORT = 420;

  private final CorpusSource source;

  CorpusMaker(CorpusSource source) {
    this.source = source;
  }

  /** Every item in the order of arrival. */
  List<CorpusItem> items() {
    return Arrivals.of(source.texts()).stream().map(this::item).toList();
  }

  /** The id under which the platform knows an item; says nothing of what the item is for. */
  static String externalId(Text text) {
    return "h-" + Chance.key("external/" + text.id()).substring(0, 12);
  }

  private CorpusItem item(Arrival arrival) {
    Text text = arrival.text();
    Writer writer = source.author(text.author());
    RandomGenerator random = Chance.of("item/" + text.id());
    String surface = text.surface() == null ? "POST" : text.surface();
    // Reported items have been up for a while; the others come as they are posted.
    int age =
        text.reports().isEmpty()
            ? 1 + random.nextInt(6)
            : (int) (600 * Math.pow(40, random.nextDouble()));
    int posted = arrival.offset() - age;
    return new CorpusItem(
        arrival.offset(),
        arrival.policy(),
        externalId(text),
        surface,
        language(text, writer),
        region(text, writer, random),
        new CorpusItem.Writer("u-" + writer.id(), writer.name(), writer.age(), writer.minor()),
        words(text),
        text.media(),
        conversation(text, posted),
        posted,
        text.reach() == null ? reach(surface, random) : text.reach(),
        !writer.minor() && random.nextInt(10) < 6,
        notices(text, posted, arrival.offset()));
  }

  private String words(Text text) {
    Integer placeholder = text.placeholder();
    if (placeholder != null) {
      return source.placeholders().get(placeholder - 1);
    }
    String words = text.text() == null ? "" : text.text();
    return "long-story".equals(text.generate()) ? LongStory.write(words) : words;
  }

  /** What the platform believes; {@code none} stands for a platform that does not know. */
  private static @org.jspecify.annotations.Nullable String language(Text text, Writer writer) {
    String language = text.lang() == null ? writer.lang() : text.lang();
    return language.equals("none") ? null : language;
  }

  private static String region(Text text, Writer writer, RandomGenerator random) {
    boolean travels = random.nextInt(100) < 12;
    String elsewhere = NEIGHBOURS.get(random.nextInt(NEIGHBOURS.size()));
    return text.region() != null ? text.region() : travels ? elsewhere : writer.region();
  }

  /** Accounts expected to see it in a day; log-uniform within what the surface suggests. */
  private static long reach(String surface, RandomGenerator random) {
    double[] range =
        switch (surface) {
          case "CHAT" -> new double[] {2, 14};
          case "COMMENT" -> new double[] {15, 900};
          case "PROFILE" -> new double[] {20, 300};
          case "LIVE" -> new double[] {150, 3500};
          default -> new double[] {80, 4800};
        };
    return Math.round(range[0] * Math.pow(range[1] / range[0], random.nextDouble()));
  }

  private List<CorpusItem.Message> conversation(Text text, int posted) {
    List<CorpusItem.Message> messages = new ArrayList<>();
    RandomGenerator random = Chance.of("talk/" + text.id());
    int at = posted;
    for (int i = text.talk().size() - 1; i >= 0; i--) {
      String[] parts = text.talk().get(i).split(": ", 2);
      Writer writer = source.author(parts[0]);
      at -= 20 + random.nextInt(240);
      messages.addFirst(
          new CorpusItem.Message(
              "u-" + writer.id(), writer.name(), parts[1], at, i == 0 ? null : i - 1));
    }
    return messages;
  }

  private static List<CorpusItem.Notice> notices(Text text, int posted, int arrival) {
    List<CorpusItem.Notice> notices = new ArrayList<>();
    RandomGenerator random = Chance.of("reports/" + text.id());
    for (String line : text.reports()) {
      String[] halves = line.split(" \\| ", 2);
      String[] head = halves[0].split(" ");
      boolean flagger = head[0].equals("TRUSTED_FLAGGER");
      int at =
          Math.max(posted + 60, arrival - LONGEST_REPORT) + random.nextInt(LONGEST_REPORT - 80);
      notices.add(
          new CorpusItem.Notice(
              head[0],
              flagger ? "flagger-safe-harbor" : "r-" + (1000 + random.nextInt(9000)),
              head[1],
              halves[1],
              at));
    }
    notices.sort((a, b) -> Integer.compare(a.offsetSeconds(), b.offsetSeconds()));
    return notices;
  }
}
