package dev.halcyon.client;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Records for tests, believable and harmless. */
public final class Samples {
  public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  public static final UUID ANA = UUID.fromString("0195a000-0000-7000-8000-000000000001");

  /** Stands for content: no file may ever hold it. */
  public static final String MARKED = "marked-content-7f3a";

  private Samples() {}

  public static Session session(String token) {
    var ana = new Account(ANA, "ana", "Ana", Set.of(Role.REVIEWER), List.of("en"));
    return new Session(token, START.plusSeconds(28_800), ana);
  }

  public static DecisionRequest decision(UUID caseId, String note) {
    return new DecisionRequest(
        UuidCreator.getTimeOrderedEpoch(),
        caseId,
        1,
        1,
        DecisionAction.REMOVE,
        List.of(),
        Category.SPAM,
        "S1",
        note,
        null,
        START,
        1500);
  }

  public static DecisionRequest decision() {
    return decision(UUID.randomUUID(), "note");
  }

  public static CaseSummary summary(UUID id, Priority priority, CaseState state, long version) {
    return new CaseSummary(
        id,
        new UUID(1, id.getLeastSignificantBits()),
        CaseKind.REVIEW,
        state,
        version,
        "general",
        priority,
        START,
        START.plusSeconds(900),
        Category.SPAM,
        0.8,
        "en",
        "DE",
        Surface.POST,
        List.of(Modality.TEXT),
        MARKED,
        100,
        0,
        null,
        List.of());
  }

  public static CaseDetail detail(CaseSummary summary, List<MediaInfo> media) {
    var item =
        new Item(
            summary.itemId(),
            "harbor-social",
            "x-" + summary.id(),
            Surface.POST,
            "en",
            "DE",
            new Author("u1", "Kim", 400, false),
            MARKED + " buy cheap watches",
            media,
            List.of(),
            START,
            START,
            100,
            Visibility.PENDING);
    return new CaseDetail(
        summary,
        item,
        List.of(),
        null,
        new AuthorHistory("u1", 1, 0, List.of()),
        List.of(),
        List.of(),
        new PolicyRef("halcyon-default", 1, null));
  }

  /** A decoded sound file. */
  public static MediaInfo audio(String mediaId) {
    return new MediaInfo(
        mediaId,
        Modality.AUDIO,
        MediaState.READY,
        "audio/flac",
        "audio/flac",
        1000,
        0,
        0,
        2,
        true,
        List.of(),
        null);
  }

  /** What the sound of a part looks like and says. */
  public static SoundTrack sound(String mediaId) {
    return new SoundTrack(
        mediaId,
        2,
        1,
        new byte[] {9, (byte) 200},
        new byte[] {1, 2, 3, 4},
        true,
        "en",
        List.of(new SoundTrack.Said(0.5, 1.5, MARKED + " words of " + mediaId, 0.9)),
        0);
  }

  /** A decoded video with this many keyframes. */
  public static MediaInfo video(String mediaId, int frames) {
    List<Keyframe> strip =
        IntStream.range(0, frames).mapToObj(at -> new Keyframe(at, at, false, List.of())).toList();
    return new MediaInfo(
        mediaId,
        Modality.VIDEO,
        MediaState.READY,
        "video/mp4",
        "video/mp4",
        1000,
        640,
        360,
        frames,
        false,
        strip,
        null);
  }
}
