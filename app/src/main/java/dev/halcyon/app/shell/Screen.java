package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import java.util.List;
import javafx.scene.Node;

/**
 * One full screen of the workbench, as the shell sees it. Made once by a factory the shell is given
 * and kept for the session. All methods are called on the JavaFX thread.
 */
public interface Screen {

  /** Stable name, also the suffix of its rail command: {@code queue}, {@code review}. */
  String id();

  /** The root of the screen; always the same node. */
  Node node();

  /**
   * The screen is now in the frame: attach to what lives longer, ask for fresh state, set focus.
   */
  void shown();

  /** The screen left the frame: release every subscription, stop what only eyes need. */
  void hidden();

  /** What can be done here, active while the screen shows; the list does not change. */
  List<Command> commands();
}
