package dev.halcyon.server.intake;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route by which platforms send items, one or a batch of lines. Thread-safe. */
final class IntakeRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeRoutes.class);
  private static final String NDJSON = "application/x-ndjson";
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  /**
   * Lines of a batch that go by themselves, at once; more would only fight for database
   * connections.
   */
  private static final int ABREAST = 8;

  /** Lines of a batch under way at once. */
  private static final int TOGETHER = 512;

  static final int LINES = 10_000;
  private static final int LINE_BYTES = 32 << 20;

  /** A batch waits for a place in the queue instead of failing its lines one by one. */
  static final Duration BATCH_PATIENCE = Duration.ofSeconds(20);

  private final Intake intake;
  private final BodyMemory memory;

  IntakeRoutes(Intake intake, BodyMemory memory) {
    this.intake = intake;
    this.memory = memory;
  }

  void bind(Router router) {
    router.on(Routes.ITEMS, this::items);
  }

  private void items(Exchange exchange) throws IOException {
    Optional<Duration> deadline =
        exchange
            .query("deadlineMillis")
            .map(text -> exchange.query("deadlineMillis", 1, 1, LONGEST_WAIT_MILLIS))
            .map(Duration::ofMillis);
    String type = exchange.contentType();
    if (!type.equals("application/json") && !type.equals(NDJSON)) {
      throw new UserProblem(
          "item.unsupported_type",
          "Items are taken as application/json or " + NDJSON + ".",
          "Set the Content-Type to the form of the body.");
    }
    try (BodyMemory.Room room = memory.take(exchange.bodyLength())) {
      if (type.equals(NDJSON)) {
        batch(exchange, deadline);
      } else {
        single(exchange, deadline);
      }
    }
  }

  private void single(Exchange exchange, Optional<Duration> deadline) {
    ItemSubmission item = exchange.body(ItemSubmission.class);
    exchange.json(take(exchange.principal(), item, deadline, Duration.ZERO));
  }

  private IntakeAnswer take(
      Principal sender, ItemSubmission item, Optional<Duration> deadline, Duration patience) {
    Duration wait = deadline.orElseGet(() -> Intake.defaultDeadline(item.surface()));
    return intake.take(sender, item, wait, patience);
  }

  /**
   * Answers each line in the order of the lines. The answers are kept until the body was read: a
   * sender that writes its whole batch before it reads would otherwise wait for us, and we for it.
   */
  private void batch(Exchange exchange, Optional<Duration> deadline) throws IOException {
    Principal sender = exchange.principal();
    List<IntakeAnswer> answers = new ArrayList<>();
    Deque<Callable<IntakeAnswer>> running = new ArrayDeque<>();
    try (ExecutorService abreast = Executors.newVirtualThreadPerTaskExecutor();
        InputStream body = exchange.stream()) {
      LineReader lines = new LineReader(body, LINE_BYTES);
      Semaphore alone = new Semaphore(ABREAST);
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        if (running.size() == TOGETHER) {
          answers.add(result(running.removeFirst()));
        }
        running.addLast(begin(sender, line, deadline, abreast, alone));
      }
      while (!running.isEmpty()) {
        answers.add(result(running.removeFirst()));
      }
    }
    // One wait covers all of the batch.
    intake.awaitDurable();
    try (OutputStream out = new BufferedOutputStream(exchange.output(200, NDJSON), 64 * 1024)) {
      for (IntakeAnswer answer : answers) {
        out.write((Wire.write(answer) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Begins a line; what it gives waits for the line's answer. */
  private Callable<IntakeAnswer> begin(
      Principal sender,
      LineReader.Line line,
      Optional<Duration> deadline,
      ExecutorService abreast,
      Semaphore alone) {
    @Nullable ItemSubmission item = null;
    try {
      if (line.number() > LINES) {
        throw new UserProblem(
            "item.too_many",
            "A batch may have " + LINES + " lines.",
            "Send this line and those after it in another batch.");
      }
      item = parse(line);
      ItemSubmission sent = item;
      Duration wait = deadline.orElseGet(() -> Intake.defaultDeadline(sent.surface()));
      Intake.Pending pending = intake.begin(sender, sent, wait, BATCH_PATIENCE);
      Callable<IntakeAnswer> finish = answered(line.number(), sent, () -> intake.finish(pending));
      return pending.entry() == null ? ahead(abreast, alone, finish) : finish;
    } catch (UserProblem e) {
      IntakeAnswer refused = refused(line.number(), item, e.problem());
      return () -> refused;
    }
  }

  /** What does not go with others has a thread of its own, a few of a batch at a time. */
  private static Callable<IntakeAnswer> ahead(
      ExecutorService abreast, Semaphore alone, Callable<IntakeAnswer> finish) {
    Future<IntakeAnswer> running =
        abreast.submit(
            () -> {
              alone.acquire();
              try {
                return finish.call();
              } finally {
                alone.release();
              }
            });
    return running::get;
  }

  private static Callable<IntakeAnswer> answered(
      long line, ItemSubmission item, Callable<IntakeAnswer> work) {
    return () -> {
      try {
        return work.call();
      } catch (UserProblem e) {
        return refused(line, item, e.problem());
      } catch (RuntimeException e) {
        LOG.error("line {} of a batch failed", line, Quiet.of(e));
        Problem problem =
            new Problem(
                "server.failed",
                "The server failed at this line.",
                "Send it again; if it stays, tell the operator.");
        return refused(line, item, problem);
      }
    };
  }

  private static ItemSubmission parse(LineReader.Line line) {
    String json = Exchange.utf8(line.bytes());
    try {
      return Wire.readSent(json, ItemSubmission.class);
    } catch (UserProblem e) {
      // Read once more behind as many empty lines, so that the place named is that of the batch.
      return Wire.readSent("\n".repeat((int) line.number() - 1) + json, ItemSubmission.class);
    }
  }

  private static IntakeAnswer refused(long line, @Nullable ItemSubmission item, Problem problem) {
    return new IntakeAnswer(
        null,
        item == null || item.source() == null ? "" : item.source(),
        item == null || item.externalId() == null ? "" : item.externalId(),
        Verdict.UNKNOWN,
        Visibility.UNKNOWN,
        false,
        false,
        null,
        null,
        new Problem(problem.code(), "Line " + line + ": " + problem.message(), problem.remedy()));
  }

  private static IntakeAnswer result(Callable<IntakeAnswer> done) {
    try {
      return done.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserProblem(
          "store.closing", "The server is shutting down.", "Send the batch again later.", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
