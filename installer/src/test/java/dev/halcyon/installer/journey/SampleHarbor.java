package dev.halcyon.installer.journey;

import dev.halcyon.assets.Assets;
import dev.halcyon.installer.PlatformClient;
import dev.halcyon.installer.SampleItem;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The sample platform: sends items of the packaged corpus as the launcher's feed does. */
final class SampleHarbor implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PlatformClient platform;
  private final Instant start = Instant.now();
  private final Set<String> sent = new HashSet<>();

  SampleHarbor(ServerProcess server) {
    this.platform = PlatformClient.signIn(server.url(), server.oneTimeToken("harbor"));
  }

  /**
   * Sends English texts without media until {@code count} of them made a case: for each of these
   * the machine has a category and a clause.
   */
  List<UUID> texts(int count) {
    return cases(count, item -> item.media().isEmpty() && "en".equals(item.language()));
  }

  /**
   * Sends unreported items that fit and were not sent yet, in order of arrival, until {@code count}
   * of them made a case. The others made none.
   *
   * @return the cases
   */
  List<UUID> cases(int count, Predicate<SampleItem> fits) {
    List<UUID> cases = new ArrayList<>();
    for (SampleItem item : SampleItem.all()) {
      if (cases.size() == count) {
        return cases;
      }
      if (fits.test(item) && isPlain(item) && sent.add(item.externalId())) {
        IntakeAnswer answer = judged(item);
        if (answer.caseId() != null) {
          cases.add(answer.caseId());
        }
      }
    }
    throw new AssertionError("only " + cases.size() + " of the fitting samples made a case");
  }

  /** Unreported, so that only doubt makes a case of it, and of the past. */
  private static boolean isPlain(SampleItem item) {
    return item.reports().isEmpty() && !item.late();
  }

  /** Sends an item and asks until its cascade is complete: the same id gets the present answer. */
  private IntakeAnswer judged(SampleItem item) {
    List<String> media =
        item.media().stream()
            .map(name -> platform.upload(Assets.bytes("sample/media/" + name), type(name)))
            .toList();
    return judged(item.submission(start, media));
  }

  private IntakeAnswer judged(ItemSubmission item) {
    return Await.value(
        "the judgement of " + item.externalId(),
        () -> Optional.of(platform.submit(item, DEADLINE)).filter(IntakeAnswer::complete));
  }

  /**
   * Sends the words of a sample under a name of its own, with other media.
   *
   * @return the case it made
   */
  UUID caseOf(String externalId, SampleItem words, String mediaType, byte[] media) {
    ItemSubmission like = words.submission(start, List.of(platform.upload(media, mediaType)));
    return caseOf(renamed(like, externalId, like.text()));
  }

  /**
   * Sends the words of a sample without media under names of their own, in this form.
   *
   * @return the case it made or joined
   */
  UUID caseOf(String externalId, SampleItem words, UnaryOperator<String> form) {
    ItemSubmission like = words.submission(start, List.of());
    return caseOf(renamed(like, externalId, form.apply(like.text())));
  }

  private UUID caseOf(ItemSubmission item) {
    IntakeAnswer answer = judged(item);
    if (answer.caseId() == null) {
      throw new AssertionError("no case of " + item.externalId() + ": " + answer.verdict());
    }
    return answer.caseId();
  }

  private static ItemSubmission renamed(ItemSubmission like, String externalId, String text) {
    return new ItemSubmission(
        like.source(),
        externalId,
        like.surface(),
        like.language(),
        like.region(),
        like.author(),
        text,
        like.mediaIds(),
        like.conversation(),
        like.postedAt(),
        like.reach(),
        like.learningConsent(),
        like.reports());
  }

  /** The sample with this id. */
  static SampleItem sample(String externalId) {
    return SampleItem.all().stream()
        .filter(item -> item.externalId().equals(externalId))
        .findFirst()
        .orElseThrow();
  }

  private static String type(String name) {
    return name.endsWith(".mp4")
        ? "video/mp4"
        : name.endsWith(".jpg") ? "image/jpeg" : "image/" + name.substring(name.indexOf('.') + 1);
  }

  @Override
  public void close() {
    platform.close();
  }
}
