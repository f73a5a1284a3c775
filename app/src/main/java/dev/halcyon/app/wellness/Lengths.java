package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Words;
import java.time.Duration;

/** Says how long something is as people say it. Stateless. */
final class Lengths {
  private Lengths() {}

  /** Whole seconds under a minute, the nearest minute above: nobody needs it finer. */
  static String say(Words words, long millis) {
    if (millis < 60_000) {
      return words.say("wellness.seconds", millis / 1000);
    }
    Duration length = Duration.ofMinutes(Math.round(millis / 60_000.0));
    return length.toHours() == 0
        ? words.say("wellness.minutes", length.toMinutes())
        : words.say("wellness.hours", length.toHours(), length.toMinutesPart());
  }
}
