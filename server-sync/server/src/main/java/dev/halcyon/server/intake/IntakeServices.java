package dev.halcyon.server.intake;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.decision.ReviewInSight;
import dev.halcyon.server.effect.RetryPlan;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.media.MediaFetcher;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.MediaRepository;
import dev.halcyon.server.media.MediaRoutes;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.media.Reveals;
import dev.halcyon.server.outside.KafkaSettings;
import dev.halcyon.server.outside.OutsideHttp;
import dev.halcyon.server.retention.RetentionRoutes;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together what lies between platforms and cases: media, intake, reveals and the small work
 * that runs beside them. Started and closed by the server's own thread.
 */
public final class IntakeServices implements AutoCloseable {
  /**
   * What a server with one engine uses.
   *
   * @param scan judges an item
   * @param painter makes one picture of untrusted bytes, away from this process
   * @param sounds draws the sound of untrusted bytes, likewise
   * @param policies the policy in force for a region
   * @param fingerprint of a text's normalised words
   * @param fetches when media that did not come are tried again
   */
  record Needs(
      Function<ScanRequest, ScanResult> scan,
      MediaRoutes.Painter painter,
      MediaRoutes.SoundPainter sounds,
      Function<String, ResolvedPolicy> policies,
      Function<String, String> fingerprint,
      RetryPlan fetches) {}

  /**
   * Items of words judged beside each other. Their threads mostly wait: for the stages' own
   * threads, which are as few as the processors, and for the deep tier, whose batch is what waits
   * for it.
   */
  private static final int JUDGED_AT_ONCE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(IntakeServices.class);

  /** Items accepted and not judged yet, at most: about a minute's work of two cores. */
  static final int CAPACITY = 1000;

  private final Intake intake;
  private final Optional<KafkaItems> kafka;
  private final RetentionRoutes retention;
  private final ScheduledExecutorService beside;

  private IntakeServices(
      Intake intake,
      Optional<KafkaItems> kafka,
      RetentionRoutes retention,
      ScheduledExecutorService beside) {
    this.intake = intake;
    this.kafka = kafka;
    this.retention = retention;
    this.beside = beside;
  }

  /** Binds the routes and takes up what the last stop left unfinished. */
  public static IntakeServices start(ServerContext context, Router router) {
    Needs needs =
        new Needs(
            context.engine()::scan,
            context.engine()::picture,
            context.engine()::sound,
            context.policies()::current,
            TextFingerprint::of,
            RetryPlan.hour());
    return start(context, needs, router, CAPACITY);
  }

  static IntakeServices start(ServerContext context, Needs needs, Router router, int capacity) {
    MediaFiles files = context.media();
    RenditionFiles renditions = context.renditions();
    Reveals reveals = bindMedia(context, needs, router, files, renditions);
    Clusters likes =
        new Clusters(
            context.database(),
            context.clock(),
            context.cases(),
            context.ledger(),
            context.audit(),
            needs.policies());
    ReviewInSight inSight =
        new ReviewInSight(context.changes(), context.audit(), context.effects(), context.clock());
    Verdicts verdicts =
        new Verdicts(
            context.database(),
            renditions,
            context.cases(),
            likes,
            context.ledger(),
            context.changes(),
            context.audit(),
            context.effects(),
            inSight);
    Callers callers = new Callers();
    HeldFetches held =
        new HeldFetches(
            context.database(), context.audit(), context.clock(), needs.fetches().longest());
    Judge judge =
        new Judge(
            context.database(),
            needs.scan(),
            needs.policies(),
            files,
            verdicts,
            callers,
            context.metrics(),
            held,
            context.clock());
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    TextLane lane =
        new TextLane(
            context.database(),
            context.itemKeys(),
            judge,
            needs.policies(),
            new ManyVerdicts(context.audit(), verdicts, context.clock()),
            verdicts,
            JUDGED_AT_ONCE);
    Notices notices =
        new Notices(
            context.audit(),
            context.cases(),
            likes,
            needs.policies(),
            context.effects(),
            new Orders(context.ledger(), likes),
            inSight,
            context.clock());
    new NoticeRoutes(context.database(), notices, context.clock()).bind(router);
    Intake intake =
        new Intake(
            context.database(),
            context.audit(),
            notices,
            judge,
            callers,
            lane,
            fetchLane(context, needs, files, held),
            new SubmissionCheck(context.clock(), context.connections()),
            needs.policies(),
            needs.fingerprint(),
            threads,
            capacity,
            context.clock());
    new IntakeRoutes(intake, BodyMemory.ofThisProcess(IntakeRoutes.BATCH_PATIENCE)).bind(router);
    context.metrics().waiting(intake::waiting);
    int resumed = intake.resume();
    if (resumed > 0) {
      LOG.info("{} items accepted before the last stop are being judged now", resumed);
    }
    new ParkedRoutes(
            context.database(),
            new ParkedMessagesAgain(
                context.database(), intake, () -> topic(context), context.audit()))
        .bind(router);
    RetentionRoutes retention = RetentionRoutes.start(context, router, files, renditions);
    return new IntakeServices(
        intake, kafka(context, intake), retention, beside(reveals, verdicts, likes));
  }

  private static Optional<KafkaItems> kafka(ServerContext context, Intake intake) {
    @Nullable KafkaSettings settings = context.connections().kafka();
    if (settings == null || settings.items() == null) {
      return Optional.empty();
    }
    return Optional.of(
        KafkaItems.start(
            settings,
            settings.items(),
            new MessageBatches(intake, topic(context), context.database(), context.clock())));
  }

  /** In whose name items from a topic are taken. */
  private static Principal topic(ServerContext context) {
    return context.accounts().part(Accounts.KAFKA, "Items from Kafka");
  }

  private static FetchLane fetchLane(
      ServerContext context, Needs needs, MediaFiles files, HeldFetches held) {
    MediaFetcher fetcher =
        new MediaFetcher(
            OutsideHttp.client(MediaFetcher.LIMIT, context.connections().privateAddresses()),
            context.connections(),
            files);
    return new FetchLane(
        context.database(), fetcher, needs.fetches(), context.audit(), held, context.clock());
  }

  private static Reveals bindMedia(
      ServerContext context,
      Needs needs,
      Router router,
      MediaFiles files,
      RenditionFiles renditions) {
    MediaRepository media = new MediaRepository();
    Reveals reveals =
        new Reveals(
            context.database(),
            context.audit(),
            (handle, caseId, token, who) ->
                media.isHeld(handle, caseId, token, who.id(), who.session()),
            context.clock());
    new MediaRoutes(
            context.database(),
            files,
            renditions,
            reveals,
            needs.painter(),
            needs.sounds(),
            context.clock())
        .bind(router);
    return reveals;
  }

  private static ScheduledExecutorService beside(
      Reveals reveals, Verdicts verdicts, Clusters likes) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("intake-beside").factory());
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            reveals.closeForgotten();
            verdicts.settleClusters();
            likes.settle();
          } catch (RuntimeException e) {
            // A timer that throws would never run again; what it missed it does the next time.
            LOG.warn("closing reveals and clusters failed, it is tried again: {}", Quiet.line(e));
          }
        },
        1,
        1,
        TimeUnit.SECONDS);
    return timer;
  }

  /** How often Kafka's items had to wait because the server was full. */
  long kafkaPauses() {
    return kafka.map(KafkaItems::pauses).orElse(0L);
  }

  /** How many accepted items have no verdict yet. */
  public int waiting() {
    return intake.waiting();
  }

  @Override
  public void close() {
    kafka.ifPresent(KafkaItems::close);
    retention.close();
    beside.shutdown();
    try {
      if (!beside.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("closing reveals and clusters did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    intake.close();
  }
}
