package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import java.util.List;
import javafx.scene.Node;

/**
 * A part of the desk that another feature makes, handed in by whoever wires the screens, so that no
 * feature imports another. Immutable; the node and the actions belong to the FX thread.
 *
 * @param node what it looks like
 * @param commands what can be done in it
 * @param shown called when the desk comes into the frame
 * @param hidden called when it leaves: release what is held, stop listening
 */
public record Part(Node node, List<Command> commands, Runnable shown, Runnable hidden) {
  public Part {
    commands = List.copyOf(commands);
  }
}
