package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveKeyframe;
import dev.halcyon.engine.LiveListener;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.LiveSpeech;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.video.Care;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./halcyon keyframes --live}: follows a file that grows, or standard input, and prints each
 * keyframe, and what is said, as soon as it is found; of sound alone what is said. Stateless.
 */
final class LiveKeyframes {
  /** A recorder writes at least every few seconds. */
  private static final int PATIENCE_SECONDS = 30;

  private static final int MOST_PATIENCE = 86_400;

  private LiveKeyframes() {}

  /** Standard input, or another program's output: it says itself when it ends. */
  private record Piped(InputStream in) implements LiveSource {
    @Override
    public String declaredType() {
      return "application/octet-stream";
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int read = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      into.position(into.position() + Math.max(0, read));
      return read;
    }
  }

  /** Runs the command; returns whether all of the film could be looked at. */
  static boolean run(Options options, InputStream in, AnswerStream answers, PrintStream err)
      throws IOException, InterruptedException {
    if (options.has("--out")) {
      throw options.wrong("--out and --live do not go together.");
    }
    Duration patience = Duration.ofSeconds(patience(options));
    String operand = options.operands().getFirst();
    if (operand.equals("-")) {
      return follow(new Piped(in), options, answers, err);
    }
    try (GrowingFile file = open(operand, patience, options)) {
      return follow(file, options, answers, err);
    }
  }

  private static GrowingFile open(String operand, Duration patience, Options options) {
    try {
      return new GrowingFile(options.path(operand), patience);
    } catch (IOException e) {
      throw new UserProblem(
          "file.unreadable",
          operand + " cannot be read: " + Reasons.of(e) + ".",
          "Check the name and who may read it.",
          e);
    }
  }

  private static int patience(Options options) {
    @Nullable String said = options.value("--patience");
    try {
      int seconds = said == null ? PATIENCE_SECONDS : Integer.parseInt(said);
      if (seconds >= 1 && seconds <= MOST_PATIENCE) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of those allowed.
      throw options.wrong("'" + said + "' is no number of seconds.");
    }
    throw options.wrong("--patience is 1 to " + MOST_PATIENCE + " seconds.");
  }

  private static boolean follow(
      LiveSource source, Options options, AnswerStream answers, PrintStream err)
      throws IOException, InterruptedException {
    Care care = options.has("--fast") ? Care.SKIPPING : Care.EVERY_FRAME;
    boolean[] closed = {false};
    int[] spoken = {0};
    LiveListener printer =
        new LiveListener() {
          @Override
          public void keyframe(LiveKeyframe frame) {
            print(line(frame));
          }

          @Override
          public void speech(LiveSpeech speech) {
            spoken[0]++;
            print(line(speech));
          }

          private void print(ObjectNode line) {
            try {
              answers.json(line);
            } catch (AnswersClosedException e) {
              closed[0] = true;
              throw new UserProblem("answers.closed", "Nobody reads the answers.", "Read them.", e);
            }
          }
        };
    try (Session session =
        new Session(
            PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast()),
            null,
            null,
            options.has("--require-sandbox"),
            answers::end)) {
      LiveEnd end = session.watch(source, care, printer);
      return said(end, spoken[0], err);
    } catch (UserProblem e) {
      if (closed[0] && e.getCause() instanceof AnswersClosedException unread) {
        throw unread;
      }
      throw e;
    }
  }

  private static boolean said(LiveEnd end, int spoken, PrintStream err) {
    err.printf(
        Locale.ROOT,
        "halcyon: %d keyframes and %d stretches of speech in %.1f seconds%s%n",
        end.keyframes(),
        spoken,
        end.seconds(),
        end.stalled() ? "; nothing more came" : "");
    Optional<Problem> problem = end.problem();
    problem.ifPresent(each -> err.println("halcyon: " + Plain.line(each.message())));
    return problem.isEmpty();
  }

  private static ObjectNode line(LiveKeyframe frame) {
    ObjectNode line = Answers.object();
    line.put("frame", frame.index()).put("seconds", frame.atSeconds()).put("cut", frame.cut());
    frame.same().ifPresent(same -> line.put("same", same));
    line.set("scores", Answers.scores(frame.scores()));
    return line;
  }

  private static ObjectNode line(LiveSpeech speech) {
    ObjectNode line = Answers.object();
    line.put("from", speech.from()).put("to", speech.to());
    line.put("language", speech.said().language()).put("said", speech.said().text());
    line.set("scores", Answers.scores(speech.scores()));
    line.set("evidence", Wire.mapper().valueToTree(speech.evidence()));
    if (!speech.note().isEmpty()) {
      line.put("note", speech.note());
    }
    return line;
  }
}
