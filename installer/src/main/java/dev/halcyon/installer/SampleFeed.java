package dev.halcyon.installer;

import dev.halcyon.assets.Assets;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.UserProblem;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends the sample corpus to a server as a platform would: media first, items in the order of their
 * arrival, the newest policy published after the first third. Safe to run again at any time: what
 * the server knows is not made twice. For one thread.
 */
public final class SampleFeed implements AutoCloseable {
  /**
   * Early items must be judged before the newest policy is published, also while models load. The
   * server may cut the wait to its own limit; then the item is asked for again.
   */
  private static final Duration JUDGED = Duration.ofSeconds(20);

  private static final Duration GIVE_UP = Duration.ofMinutes(5);
  private static final Duration LATE = Duration.ofSeconds(1);

  private final PlatformClient platform;
  private final PlatformClient policy;
  private final PrintStream out;
  private final Instant start;
  private final Map<String, String> mediaIds = new HashMap<>();
  private final Map<String, IntakeAnswer> first = new HashMap<>();
  private final FeedCount count = new FeedCount();

  private SampleFeed(PlatformClient platform, PlatformClient policy, PrintStream out) {
    this.platform = platform;
    this.policy = policy;
    this.out = out;
    this.start = anchor();
  }

  /**
   * The start of the feed, the same in every run: the moment at which the server first took one
   * chosen item, which its id (UUIDv7) tells. Were the start simply now, a second run would bring
   * the same reports with other times, and the server would have to take them for new ones.
   */
  private Instant anchor() {
    SampleItem item =
        SampleItem.all().stream()
            .filter(candidate -> candidate.reports().isEmpty() && candidate.media().isEmpty())
            .findFirst()
            .orElseThrow();
    IntakeAnswer answer =
        answered(platform.submit(item.submission(Instant.now(), List.of()), JUDGED));
    // Only this answer tells whether the server knew the item; the backlog sends it once more.
    first.put(item.externalId(), answer);
    UUID id = answer.itemId();
    if (id == null || id.version() != 7) {
      throw new UserProblem(
          "feed.ids",
          "The server's item ids are no UUIDs of version 7, so the feed cannot tell when it began.",
          "Use a server of the same version of Halcyon as the feed.");
    }
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /**
   * Signs in as the platform and as the one who publishes policies.
   *
   * @throws UserProblem when the server is not there or refuses a token
   */
  public static SampleFeed connect(
      URI server, String serviceToken, String policyToken, PrintStream out) {
    PlatformClient platform = PlatformClient.signIn(server, serviceToken);
    try {
      return new SampleFeed(platform, PlatformClient.signIn(server, policyToken), out);
    } catch (UserProblem e) {
      platform.close();
      throw e;
    }
  }

  /** Sends everything that arrived before now; ends when the server has judged all of it. */
  public FeedCount backlog() {
    List<SampleItem> items = SampleItem.all().stream().filter(item -> !item.late()).toList();
    if (isThere(items.getLast())) {
      out.println("Sample feed: the server has the " + items.size() + " items already");
      return count;
    }
    out.println("Sample feed: " + items.size() + " items, " + mediaCount(items) + " media files");
    List<SampleItem> open = new ArrayList<>();
    int published = 1;
    int done = 0;
    for (SampleItem item : items) {
      if (item.policyVersion() != published) {
        finish(open);
        published = item.policyVersion();
        policy.publishPolicy(published);
        out.println("Sample feed: policy " + published + " published");
      }
      IntakeAnswer answer = send(item, JUDGED);
      if (!answer.complete()) {
        open.add(item);
      }
      done++;
      if (done % 20 == 0 || done == items.size()) {
        out.println("Sample feed: " + done + "/" + items.size() + " items");
      }
    }
    finish(open);
    out.println("Sample feed: " + count);
    return count;
  }

  /**
   * Whether an earlier feed came to its end: the server has the last item, which is sent after all
   * others. Not asked before the last item's policy is in force, because asking sends it.
   */
  private boolean isThere(SampleItem last) {
    boolean begun = first.values().stream().allMatch(IntakeAnswer::replayed);
    if (!begun || policy.currentPolicy() != last.policyVersion()) {
      return false;
    }
    List<String> media = last.media().stream().map(this::upload).toList();
    IntakeAnswer answer = answered(platform.submit(last.submission(start, media), JUDGED));
    if (answer.replayed()) {
      count.add(answer);
      return true;
    }
    first.put(last.externalId(), answer);
    return false;
  }

  /** Sends each late arrival when its time comes; returns after the last one. */
  public FeedCount live() {
    List<SampleItem> items = SampleItem.all().stream().filter(SampleItem::late).toList();
    out.println("Sample feed: " + items.size() + " items arrive over the next twenty minutes");
    for (SampleItem item : items) {
      Duration wait =
          Duration.between(Instant.now(), start.plusSeconds(item.arrivalOffsetSeconds()));
      if (wait.isPositive()) {
        PlatformClient.pause(wait);
      }
      send(item, LATE);
      out.println("Sample feed: a late item arrived (" + count + ")");
    }
    return count;
  }

  private IntakeAnswer send(SampleItem item, Duration deadline) {
    List<String> media = item.media().stream().map(this::upload).toList();
    IntakeAnswer answer = answered(platform.submit(item.submission(start, media), deadline));
    count.add(first.getOrDefault(item.externalId(), answer));
    return answer;
  }

  private static IntakeAnswer answered(IntakeAnswer answer) {
    if (answer.problem() != null) {
      throw new UserProblem(answer.problem());
    }
    return answer;
  }

  private String upload(String name) {
    return mediaIds.computeIfAbsent(
        name, file -> platform.upload(Assets.bytes("sample/media/" + file), type(file)));
  }

  /** Asks for unfinished items until all are judged: a policy counts from its publication on. */
  private void finish(List<SampleItem> open) {
    Instant latest = Instant.now().plus(GIVE_UP);
    while (!open.isEmpty()) {
      open.removeIf(
          item -> {
            List<String> media = item.media().stream().map(this::upload).toList();
            return platform.submit(item.submission(start, media), JUDGED).complete();
          });
      if (!open.isEmpty()) {
        if (Instant.now().isAfter(latest)) {
          throw new UserProblem(
              "feed.unjudged",
              "The server has not judged " + open.size() + " items within " + GIVE_UP + ".",
              "See ./halcyon doctor and the server's log, then run the feed again.");
        }
        PlatformClient.pause(Duration.ofMillis(250));
      }
    }
  }

  private static long mediaCount(List<SampleItem> items) {
    return items.stream().flatMap(item -> item.media().stream()).distinct().count();
  }

  private static String type(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return switch (ending) {
      case "jpg" -> "image/jpeg";
      case "png", "webp", "gif" -> "image/" + ending;
      case "mp4" -> "video/mp4";
      default -> throw new IllegalStateException("no type is known for " + file);
    };
  }

  @Override
  public void close() {
    platform.close();
    policy.close();
  }

  /** See {@link FeedOptions#USAGE}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    try {
      FeedOptions options = FeedOptions.parse(List.of(args));
      try (SampleFeed feed =
          connect(options.server(), options.serviceToken(), options.policyToken(), System.out)) {
        feed.backlog();
        if (options.live()) {
          feed.live();
        }
      }
    } catch (UserProblem e) {
      System.err.println(e.getMessage());
      System.err.println(e.remedy());
      System.exit(e.code().equals(FeedOptions.USAGE_CODE) ? 2 : 1);
    }
  }
}
