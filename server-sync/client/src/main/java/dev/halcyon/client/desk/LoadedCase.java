package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.SoundTrack;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case with everything needed to show it at once: the detail, every rendition and what every
 * sound looks like and says. Immutable, in memory only.
 *
 * @param renditions one for each keyframe of each decoded part, by media part and frame
 * @param sounds one for each decoded part that has sound
 * @param missing why a rendition or a sound is not there, after repeated tries; empty as a rule
 * @param takenBy who holds the case now, when it is somebody else; else null
 */
public record LoadedCase(
    CaseDetail detail,
    List<Rendition> renditions,
    List<SoundTrack> sounds,
    List<Problem> missing,
    @Nullable String takenBy) {
  public LoadedCase {
    renditions = List.copyOf(renditions);
    sounds = List.copyOf(sounds);
    missing = List.copyOf(missing);
  }

  public UUID id() {
    return detail.summary().id();
  }

  public CaseSummary summary() {
    return detail.summary();
  }

  /** The rendition of a frame (0 for a picture), or null when there is none. */
  public @Nullable Rendition rendition(String mediaId, int frame) {
    for (Rendition rendition : renditions) {
      if (rendition.frame() == frame && rendition.mediaId().equals(mediaId)) {
        return rendition;
      }
    }
    return null;
  }

  /** What the sound of a media part looks like and says, or null when there is none. */
  public @Nullable SoundTrack sound(String mediaId) {
    for (SoundTrack sound : sounds) {
      if (sound.mediaId().equals(mediaId)) {
        return sound;
      }
    }
    return null;
  }

  /** Bytes of renditions and pictures of sound held. */
  public long bytes() {
    return renditions.stream().mapToLong(rendition -> rendition.jpeg().length).sum()
        + sounds.stream().mapToLong(sound -> sound.peaks().length + sound.levels().length).sum();
  }

  /** Whether the other shows the same: who holds a case and how it is ordered are not content. */
  public boolean showsAs(LoadedCase other) {
    return this == other
        || id().equals(other.id())
            && summary().members().equals(other.summary().members())
            && summary().why().equals(other.summary().why())
            && detail.item().equals(other.detail.item())
            && detail.assessments().equals(other.detail.assessments())
            && Objects.equals(detail.rationale(), other.detail.rationale())
            && detail.author().equals(other.detail.author())
            && detail.reports().equals(other.detail.reports())
            && detail.decisions().equals(other.detail.decisions())
            && detail.policy().equals(other.detail.policy())
            && detail.members().equals(other.detail.members())
            && renditions.equals(other.renditions)
            && sounds.equals(other.sounds)
            && missing.equals(other.missing);
  }

  /** Whether the other has the same media, and the same was found in it. */
  public boolean showsMediaOf(LoadedCase other) {
    return id().equals(other.id())
        && detail.item().media().equals(other.detail.item().media())
        && detail.assessments().equals(other.detail.assessments())
        && Objects.equals(detail.rationale(), other.detail.rationale())
        && renditions.equals(other.renditions)
        && sounds.equals(other.sounds)
        && missing.equals(other.missing);
  }

  LoadedCase takenBy(@Nullable String holder) {
    return Objects.equals(takenBy, holder)
        ? this
        : new LoadedCase(detail, renditions, sounds, missing, holder);
  }

  /** Names the case only, so that no log gets its content. */
  @Override
  public String toString() {
    return "LoadedCase[" + id() + ", renditions=" + renditions.size() + "]";
  }
}
