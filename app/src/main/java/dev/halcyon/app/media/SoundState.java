package dev.halcyon.app.media;

import dev.halcyon.protocol.UserProblem;
import java.util.Optional;

/**
 * Whether sound is heard.
 *
 * @param offered whether what is on show has sound that may be heard now
 * @param on whether somebody asked for it
 * @param audible whether something is really played at this moment
 * @param soft whether it is softened
 * @param position of what is heard, seconds from the start
 * @param problem why it cannot be heard
 */
public record SoundState(
    boolean offered,
    boolean on,
    boolean audible,
    boolean soft,
    double position,
    Optional<UserProblem> problem) {
  static final SoundState MUTED = new SoundState(false, false, false, true, 0, Optional.empty());

  SoundState muted(boolean nowOffered, Optional<UserProblem> why) {
    return new SoundState(nowOffered, false, false, soft, position, why);
  }
}
