package dev.halcyon.app.media;

import dev.halcyon.engine.FilmFrames;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the player stands.
 *
 * @param open whether a film is open, or being opened
 * @param position seconds from the start
 * @param frame the filtered frame in sight, or null before the first
 * @param speed 1 as it was filmed
 * @param problem why it does not play
 */
public record PlayerState(
    boolean open,
    boolean playing,
    double position,
    FilmFrames.@Nullable Frame frame,
    double speed,
    Optional<UserProblem> problem) {
  static final PlayerState CLOSED = new PlayerState(false, false, 0, null, 1, Optional.empty());
}
