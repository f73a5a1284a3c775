package dev.halcyon.client;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.QueueCover;
import java.time.ZoneId;
import java.util.List;

/**
 * What a sync server tells the signed-in person of their own budgets, breaks and wishes, so that it
 * can be tested against a model of one. Every call blocks; every failure is a {@link
 * dev.halcyon.protocol.UserProblem}.
 */
public interface WellnessServer {
  /** How the person stands. */
  OwnWellness own();

  /** Begins a break, unless one goes on. */
  OwnWellness beginBreak();

  /** Ends the break that goes on. */
  OwnWellness endBreak();

  /** Lets the person's days be those of another time zone, from their next day on. */
  OwnWellness moveTo(ZoneId zone);

  /** The person is handed nothing of a category until they take that back. */
  OwnWellness optOut(Category category);

  /** The person takes cases of a category again. */
  OwnWellness optIn(Category category);

  /** For leads: whether the critical cases of each queue have somebody to take them. */
  List<QueueCover> cover();
}
