package dev.halcyon.app.reasoning;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.ScanResult;
import java.time.Duration;

/**
 * Judges a case on this machine. May block for as long as the media take; called in the background.
 */
public interface LocalRescan {
  /**
   * @throws dev.halcyon.protocol.UserProblem when an original cannot be had or the engine cannot
   *     start; a stage that fails is part of the answer
   */
  Answer rescan(LoadedCase loaded);

  /**
   * What this machine says.
   *
   * @param sandbox what the media worker ran in, in words ({@code bubblewrap}, {@code none})
   */
  record Answer(ScanResult local, String sandbox, Duration took) {}
}
