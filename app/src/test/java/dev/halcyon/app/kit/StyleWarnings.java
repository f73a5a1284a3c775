package dev.halcyon.app.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what JavaFX says of style sheets while it is open. Use on the JavaFX thread. */
public final class StyleWarnings implements AutoCloseable {
  // Held here: the log manager lets go of loggers that nobody holds, and their handlers with them.
  private final Logger log = Logger.getLogger("javafx.css");
  private final boolean toParents = log.getUseParentHandlers();
  private final List<String> heard = new ArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord said) {
          if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
            heard.add(said.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public StyleWarnings() {
    log.setUseParentHandlers(false);
    log.addHandler(ear);
  }

  public List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() {
    log.removeHandler(ear);
    log.setUseParentHandlers(toParents);
  }
}
