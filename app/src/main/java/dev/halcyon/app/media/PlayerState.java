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
 * @param revived whether the process that makes the frames died and another one goes on
 */
public record PlayerState(
    boolean open,
    boolean playing,
    double position,
    FilmFrames.@Nullable Frame frame,
    double speed,
    Optional<UserProblem> problem,
    boolean revived) {
  static final PlayerState CLOSED =
      new PlayerState(false, false, 0, null, 1, Optional.empty(), false);

  /** It does not play, and says why. */
  PlayerState failed(UserProblem why) {
    return new PlayerState(open, false, position, frame, speed, Optional.of(why), false);
  }

  /** What made the frames died, and goes on anew. */
  PlayerState goesOn() {
    return new PlayerState(true, playing, position, frame, speed, Optional.empty(), true);
  }

  /** Whether what made the frames died, be it by the film or by anything else. */
  static boolean isDeath(UserProblem problem) {
    return problem.code().equals("media.crash");
  }
}
