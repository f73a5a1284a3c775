package dev.halcyon.server.media;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.SoundPicture;
import dev.halcyon.engine.Transcript;
import dev.halcyon.protocol.SoundTrack;
import java.util.Optional;

/** Puts what the engine drew and wrote down of a sound into the words of the wire. Stateless. */
public final class SoundTracks {
  private SoundTracks() {}

  /** The sound of a media part; empty where nothing was listened to. */
  public static Optional<SoundTrack> of(MediaAnalysis analysis) {
    String mediaId = analysis.info().mediaId();
    return analysis.sound().map(drawn -> track(mediaId, drawn, analysis.transcript()));
  }

  /** The sound of a part of which it is only known how it looks. */
  static SoundTrack unheard(String mediaId, SoundPicture drawn) {
    return track(mediaId, drawn, Optional.empty());
  }

  private static SoundTrack track(
      String mediaId, SoundPicture drawn, Optional<Transcript> transcript) {
    Transcript said = transcript.orElse(Transcript.SILENT);
    return new SoundTrack(
        mediaId,
        drawn.seconds(),
        drawn.columnSeconds(),
        drawn.peaks(),
        drawn.levels(),
        transcript.isPresent(),
        said.language(),
        said.segments().stream()
            .map(s -> new SoundTrack.Said(s.from(), s.to(), s.text(), s.confidence()))
            .toList(),
        said.unclearSeconds());
  }
}
