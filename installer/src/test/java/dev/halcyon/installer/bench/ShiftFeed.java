package dev.halcyon.installer.bench;

import dev.halcyon.assets.Assets;
import dev.halcyon.installer.PlatformClient;
import dev.halcyon.installer.SampleItem;
import dev.halcyon.installer.journey.ServerProcess;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A day of posts for one reviewer: each with a picture or a film of the sample corpus, words that
 * no other post has, an author of its own and a report, so that each makes a case. For one thread.
 */
final class ShiftFeed {
  /** In turn, so that the cases ahead at any round number of cases are alike. */
  private static final List<String> MEDIA =
      List.of(
          "harbour-morning.jpg",
          "kitchen-knife.jpg",
          "meme-loser.png",
          "flyer-scam.jpg",
          "kitchen-minute.mp4",
          "photo-coffee.jpg",
          "chart-misleading.png",
          "chat-screenshot.png",
          "meme-monday.jpg",
          "slides.mp4");

  private static final List<Category> GROUNDS =
      List.of(Category.HARASSMENT, Category.SPAM, Category.HATE);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PlatformClient platform;
  private final Random chance = new Random(5_000);
  private final List<String> vocabulary =
      SampleItem.all().stream()
          .filter(item -> "en".equals(item.language()))
          .flatMap(item -> Stream.of(item.text().split("[^A-Za-z]+")))
          .filter(word -> word.length() > 2)
          .distinct()
          .toList();

  private ShiftFeed(PlatformClient platform) {
    this.platform = platform;
  }

  /** Sends posts until so many cases wait. */
  static void send(ServerProcess server, int cases) {
    try (PlatformClient platform =
        PlatformClient.signIn(server.url(), server.oneTimeToken("harbor"))) {
      new ShiftFeed(platform).send(cases);
    }
  }

  private void send(int cases) {
    List<String> media = MEDIA.stream().map(this::upload).toList();
    int made = 0;
    for (int post = 0; made < cases; post++) {
      IntakeAnswer answer = platform.submit(item(post, media.get(post % media.size())), DEADLINE);
      if (answer.caseId() != null || !answer.complete()) {
        made++;
      } else if (post > 2 * cases + 100) {
        throw new IllegalStateException(made + " of " + post + " posts made a case");
      }
      if (made % 500 == 0) {
        System.out.println("fed " + made + " of " + cases);
      }
    }
  }

  private String upload(String name) {
    return platform.upload(
        Assets.bytes("sample/media/" + name),
        name.endsWith(".mp4") ? "video/mp4" : name.endsWith(".jpg") ? "image/jpeg" : "image/png");
  }

  private ItemSubmission item(int post, String media) {
    Instant now = Instant.now();
    return new ItemSubmission(
        SampleItem.SOURCE,
        "shift-" + post,
        Surface.POST,
        "en",
        "ZZ",
        new Author("shift-author-" + post, "Author " + post, 400, false),
        words(12 + chance.nextInt(30)),
        List.of(media),
        List.of(),
        now,
        chance.nextInt(5_000),
        false,
        List.of(
            new ReportSubmission(
                ReportSource.USER,
                "shift-reader-" + post,
                GROUNDS.get(post % GROUNDS.size()),
                "Please look at this.",
                now)));
  }

  private String words(int count) {
    List<String> words = new ArrayList<>();
    for (int each = 0; each < count; each++) {
      words.add(vocabulary.get(chance.nextInt(vocabulary.size())));
    }
    return String.join(" ", words);
  }
}
