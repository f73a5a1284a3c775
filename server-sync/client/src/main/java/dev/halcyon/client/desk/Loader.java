package dev.halcyon.client.desk;

import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Fetches everything a case needs before it is shown. Thread-safe; its calls block. */
final class Loader {
  private static final int AT_ONCE = 6;

  private final ReviewServer server;
  private final Lanes lanes;

  Loader(ReviewServer server, Lanes lanes) {
    this.server = server;
    this.lanes = lanes;
  }

  /**
   * A case without taking it.
   *
   * @param known what was loaded of it before, whose renditions and sounds are used again
   * @param tolerant whether a rendition or a sound the server cannot give is noted instead of
   *     thrown
   */
  LoadedCase load(UUID caseId, @Nullable LoadedCase known, boolean tolerant) {
    return complete(server.detail(caseId), known, tolerant);
  }

  /** The renditions and sounds for a detail that is already here. */
  LoadedCase complete(CaseDetail detail, @Nullable LoadedCase known, boolean tolerant) {
    List<Rendition> renditions = new ArrayList<>();
    List<SoundTrack> sounds = new ArrayList<>();
    List<Problem> missing = new ArrayList<>();
    List<Callable<Rendition>> fetches = new ArrayList<>();
    List<Callable<SoundTrack>> soundFetches = new ArrayList<>();
    UUID caseId = detail.summary().id();
    for (MediaInfo media : detail.item().media()) {
      if (media.state() == MediaState.READY && media.hasSound()) {
        SoundTrack before = known == null ? null : known.sound(media.mediaId());
        if (before != null) {
          sounds.add(before);
        } else {
          soundFetches.add(() -> server.sound(caseId, media.mediaId()));
        }
      }
      if (media.state() == MediaState.READY && isSeen(media.kind())) {
        int frames = Math.max(1, media.keyframes().size());
        for (int at = 0; at < frames; at++) {
          int frame = media.keyframes().isEmpty() ? 0 : media.keyframes().get(at).index();
          Rendition before = known == null ? null : known.rendition(media.mediaId(), frame);
          if (before != null) {
            renditions.add(before);
          } else {
            fetches.add(() -> fetch(caseId, media.mediaId(), frame));
          }
        }
      }
    }
    fetch(fetches, renditions, missing, tolerant);
    fetch(soundFetches, sounds, missing, tolerant);
    return new LoadedCase(detail, renditions, sounds, missing, null);
  }

  private <T> void fetch(
      List<Callable<T>> fetches, List<T> found, List<Problem> missing, boolean tolerant) {
    for (int from = 0; from < fetches.size(); from += AT_ONCE) {
      int to = Math.min(from + AT_ONCE, fetches.size());
      collect(fetches.subList(from, to), found, missing, tolerant);
    }
  }

  private static boolean isSeen(Modality kind) {
    return kind == Modality.IMAGE || kind == Modality.VIDEO;
  }

  private Rendition fetch(UUID caseId, String mediaId, int frame) {
    return new Rendition(mediaId, frame, server.rendition(caseId, mediaId, frame));
  }

  private <T> void collect(
      List<Callable<T>> fetches, List<T> found, List<Problem> missing, boolean tolerant) {
    try {
      for (Future<T> done : lanes.io().invokeAll(fetches)) {
        try {
          found.add(done.get());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UserProblem problem)) {
            throw new IllegalStateException("a part of the case could not be loaded", e.getCause());
          }
          if (!tolerant || Lanes.passing(problem)) {
            throw problem;
          }
          missing.add(problem.problem());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserProblem(
          "network.interrupted", "Loading the case was interrupted.", "Open it again.", e);
    }
  }
}
