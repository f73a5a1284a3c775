package dev.halcyon.server.intake;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ParkedResent.Outcome;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.intake.ParkedRepository.Content;
import dev.halcyon.server.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Takes parked messages once more, as if their topic had just handed them out, or throws them away.
 * A message is taken out only once its item is on disk, so that a kill between both leaves it to be
 * sent again, which intake knows by its id. Thread-safe.
 */
final class ParkedMessagesAgain {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 1000;

  private final Database database;
  private final Intake intake;
  private final Supplier<Principal> topic;
  private final AuditLog audit;
  private final ParkedRepository repository = new ParkedRepository();

  /**
   * @param topic in whose name the topic's items are taken
   */
  ParkedMessagesAgain(Database database, Intake intake, Supplier<Principal> topic, AuditLog audit) {
    this.database = database;
    this.intake = intake;
    this.topic = topic;
    this.audit = audit;
  }

  /**
   * Takes messages once more, in order; ends early where the server itself cannot take any.
   *
   * @return of each that was tried what became of it
   */
  List<Outcome> resend(Principal by, List<UUID> ids) {
    List<Outcome> outcomes = new ArrayList<>();
    for (UUID id : ids) {
      try {
        Content content =
            database
                .read(handle -> repository.content(handle, id))
                .orElseThrow(ParkedMessagesAgain::unknown);
        outcomes.add(new Outcome(id, take(by, id, content), null));
      } catch (UserProblem problem) {
        outcomes.add(new Outcome(id, null, problem.problem()));
        if (MessageBatches.isOfTheMessage(problem)) {
          refused(by, id, problem);
        } else if (!problem.code().startsWith("message.")) {
          break;
        }
      }
    }
    database.durable().await();
    return outcomes;
  }

  private IntakeAnswer take(Principal by, UUID id, Content content) {
    if (!content.whole()) {
      throw new UserProblem(
          "message.cut.conflict",
          "Only the beginning of the message is kept here, for it is too long.",
          "Produce it to the topic again, then discard this one.");
    }
    IntakeAnswer answer =
        intake.take(
            topic.get(), MessageBatches.item(content.bytes()), Duration.ofSeconds(1), PATIENCE);
    database.useTransaction(
        handle -> {
          if (repository.delete(handle, id)) {
            Map<String, Object> facts = place(content);
            facts.put("item", answer.itemId().toString());
            facts.put("replayed", answer.replayed());
            log(handle, by, "parked.resent", id, facts, Map.of());
          }
        });
    return answer;
  }

  private void refused(Principal by, UUID id, UserProblem problem) {
    database.useTransaction(
        handle -> {
          repository.refused(handle, id, problem.problem());
          log(
              handle,
              by,
              "parked.refused",
              id,
              new TreeMap<>(Map.of("code", problem.code())),
              Map.of());
        });
  }

  /**
   * Throws a message away; on disk when this returns.
   *
   * @throws UserProblem {@code message.unknown}, {@code parked.reason}
   */
  void discard(Principal by, UUID id, String reason) {
    if (reason == null
        || reason.isBlank()
        || reason.length() > LONGEST_REASON
        || reason.indexOf('\0') >= 0) {
      throw new UserProblem(
          "parked.reason",
          "To discard a message takes a reason of 1 to 1000 characters without U+0000.",
          "Send {\"reason\": \"a test message of the platform\"}.");
    }
    database.useTransaction(
        handle -> {
          Content content =
              repository.content(handle, id).orElseThrow(ParkedMessagesAgain::unknown);
          if (!repository.delete(handle, id)) {
            throw unknown();
          }
          log(handle, by, "parked.discarded", id, place(content), Map.of("reason", reason.strip()));
        });
    database.durable().await();
  }

  private static Map<String, Object> place(Content content) {
    return new TreeMap<>(
        Map.of(
            "topic", content.topic(),
            "partition", content.partition(),
            "offset", content.offset()));
  }

  private void log(
      Handle handle,
      Principal by,
      String action,
      UUID id,
      Map<String, Object> facts,
      Map<String, String> personal) {
    audit.append(
        handle, by.id().toString(), action, id.toString(), facts, personal, "parked:" + id);
  }

  static UserProblem unknown() {
    return new UserProblem(
        "message.unknown",
        "There is no parked message with this id.",
        "Use an id that GET /v1/parked lists.");
  }
}
