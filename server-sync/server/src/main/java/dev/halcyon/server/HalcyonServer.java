package dev.halcyon.server;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.AccessRoutes;
import dev.halcyon.server.access.AccountRoutes;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Staff;
import dev.halcyon.server.access.StaffRoutes;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.audit.AuditRoutes;
import dev.halcyon.server.audit.AuditSequencer;
import dev.halcyon.server.audit.CheckpointKey;
import dev.halcyon.server.bank.BankRoutes;
import dev.halcyon.server.bank.Banks;
import dev.halcyon.server.capacity.CapacityRoutes;
import dev.halcyon.server.capacity.Forecasts;
import dev.halcyon.server.changes.ChangeFeed;
import dev.halcyon.server.changes.ChangeStream;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.changes.Sequencer;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.decision.DecisionRoutes;
import dev.halcyon.server.decision.Decisions;
import dev.halcyon.server.effect.EffectServices;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.exposure.ExposureRoutes;
import dev.halcyon.server.exposure.Exposures;
import dev.halcyon.server.http.HealthRoutes;
import dev.halcyon.server.http.HttpServer;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.intake.IntakeServices;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.MediaKeys;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.metrics.Metrics;
import dev.halcyon.server.metrics.MetricsRoutes;
import dev.halcyon.server.metrics.Shares;
import dev.halcyon.server.numbers.NumbersRoutes;
import dev.halcyon.server.numbers.TeamNumbers;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.policy.PolicyRoutes;
import dev.halcyon.server.queue.CaseDetails;
import dev.halcyon.server.queue.CaseRepository;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Covers;
import dev.halcyon.server.queue.LeaseSweeper;
import dev.halcyon.server.queue.Leases;
import dev.halcyon.server.queue.QueueRoutes;
import dev.halcyon.server.queue.Queues;
import dev.halcyon.server.queue.Staffing;
import dev.halcyon.server.queue.Translations;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.store.DataDirectory;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.trial.TrialServices;
import dev.halcyon.server.wellness.Wellness;
import dev.halcyon.server.wellness.WellnessRoutes;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running sync server: starts every part in order, and closes them in the reverse. Started and
 * closed by one thread; safe to read from any.
 */
public final class HalcyonServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HalcyonServer.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable ServerContext context;
  private @Nullable Banks banks;
  private @Nullable HttpServer http;
  private Map<String, String> oneTimeTokens = Map.of();

  private HalcyonServer() {}

  /**
   * Starts a server; returns when it listens.
   *
   * @throws UserProblem when anything keeps it from starting; nothing stays open then
   */
  public static HalcyonServer start(ServerOptions options) {
    HalcyonServer server = new HalcyonServer();
    try {
      server.open(options);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(ServerOptions options) {
    ServerContext shared = openState(options);
    context = shared;
    if (options.sample()) {
      oneTimeTokens = SampleAccounts.ensure(shared.accounts());
    }
    installPolicies(shared);
    Router router = new Router(shared.accounts());
    new HealthRoutes(shared.database(), Protocol.VERSION).bind(router);
    new AccessRoutes(shared.accounts()).bind(router);
    new AccountRoutes(shared.database(), shared.audit(), shared.clock()).bind(router);
    new MetricsRoutes(shared.metrics()).bind(router);
    bindDesk(shared, router);
    AuditSequencer auditSequencer = auditSequencer(shared);
    new AuditRoutes(shared.database(), shared.audit(), auditSequencer).bind(router);
    new BankRoutes(Objects.requireNonNull(banks)).bind(router);
    keep(EffectServices.start(shared, router));
    keep(IntakeServices.start(shared, router));
    keep(TrialServices.start(shared, router));
    if (!router.unbound().isEmpty()) {
      throw new IllegalStateException("routes without a feature: " + router.unbound());
    }
    shared.sequencer().onNumbered(shared.feed()::numbered);
    shared.sequencer().start();
    HttpServer listening = keep(HttpServer.start(options, router));
    http = listening;
    // Readers of the change feed hold their connections open: they must end before HTTP stops.
    parts.push(shared.feed());
    if (options.handshake() != null) {
      new Handshake(listening.url().toString(), oneTimeTokens).write(options.handshake());
    }
    LOG.info("listening on {}", listening.url());
    if (!options.sample()) {
      warnOfUnbound(shared.accounts().unboundServices());
    }
  }

  private static void warnOfUnbound(List<String> services) {
    if (!services.isEmpty()) {
      LOG.warn(
          "{} may speak for every source; bind each to its own with: halcyon account sources",
          services);
    }
  }

  /** A new server has the shipped policies; the sample feed publishes the second one itself. */
  private static void installPolicies(ServerContext shared) {
    List<Integer> versions = PolicyDocuments.SHIPPED_VERSIONS;
    for (int version : versions) {
      shared
          .policies()
          .drafts()
          .ship(PolicyDocuments.shippedDocument(version), PolicyDocuments.shippedText(version));
    }
    if (!shared.policies().hasCurrent()) {
      shared
          .policies()
          .publish("system", shared.options().sample() ? versions.getFirst() : versions.getLast());
    }
  }

  /** What reviewers work with: queues, leases, decisions, policies, the feed. */
  private void bindDesk(ServerContext shared, Router router) {
    Database database = shared.database();
    CaseDetails details = new CaseDetails(shared.clock());
    Staff staff = new Staff(database, shared.audit());
    new StaffRoutes(staff).bind(router);
    Staffing staffing = new Staffing(staff, shared.policies(), shared.clock());
    Wellness wellness = new Wellness(shared.policies(), shared.clock());
    Leases leases =
        new Leases(
            database,
            shared.clock(),
            shared.changes(),
            shared.audit(),
            details,
            staffing,
            wellness,
            shared.options().leaseSeconds());
    Covers covers =
        new Covers(
            database,
            shared.policies(),
            shared.cases(),
            staffing,
            wellness,
            shared.changes(),
            shared.audit(),
            shared.clock());
    Queues queues = new Queues(database, shared.policies(), staffing, wellness, shared.clock());
    QueueRoutes queueRoutes =
        new QueueRoutes(
            database, queues, details, leases, staffing, wellness, covers, shared.clock());
    queueRoutes.bind(router);
    new WellnessRoutes(database, shared.policies(), shared.clock(), queueRoutes::reliefs)
        .bind(router);
    new Translations(
            database, shared.audit(), shared.policies(), details, shared.engine().translator())
        .bind(router);
    Decisions decisions =
        new Decisions(
            database,
            shared.clock(),
            shared.policies(),
            shared.cases(),
            shared.changes(),
            shared.ledger(),
            wellness);
    new DecisionRoutes(decisions).bind(router);
    new PolicyRoutes(shared.policies()).bind(router);
    new ExposureRoutes(new Exposures(database, shared.clock(), wellness::told)).bind(router);
    router.on(Routes.MODELS, exchange -> exchange.json(shared.engine().models()));
    new ChangeStream(shared.feed(), shared.accounts()).bind(router);
    new NumbersRoutes(new TeamNumbers(database, shared.audit(), shared.clock())).bind(router);
    new CapacityRoutes(new Forecasts(database, staffing, shared.clock())).bind(router);
    keep(LeaseSweeper.start(leases, covers));
  }

  /** Numbers and signs on with the sequencer, and once more after the last request. */
  private AuditSequencer auditSequencer(ServerContext shared) {
    CheckpointKey key = CheckpointKey.loadOrCreate(shared.directory().root());
    AuditSequencer sequencer = new AuditSequencer(shared.database(), key, shared.clock());
    shared.sequencer().also(sequencer);
    parts.push(sequencer::checkpoint);
    return sequencer;
  }

  private ServerContext openState(ServerOptions options) {
    Clock clock = Clock.systemUTC();
    DataDirectory directory = keep(DataDirectory.open(options.data()));
    Database database = openDatabase(options, directory);
    ItemKeys itemKeys = ItemKeys.open(directory.root(), database);
    AuditLog audit = new AuditLog(clock);
    Changes changes = new Changes(clock);
    CaseRepository caseRows = new CaseRepository();
    ChangeFeed feed =
        new ChangeFeed(
            database, (handle, ids) -> caseRows.summaries(handle, ids, clock.instant()), clock);
    Sequencer sequencer = keep(new Sequencer(database));
    Accounts accounts = new Accounts(database, audit, clock);
    Policies policies = new Policies(database, clock, changes, audit);
    Cases cases = new Cases(clock, changes, audit);
    Connections connections =
        options.connections() == null ? Connections.NONE : Connections.read(options.connections());
    Effects effects = new Effects(connections.targets(), clock);
    DecisionLedger ledger = new DecisionLedger(clock, changes, audit, effects);
    Banks known = keep(new Banks(database, audit, clock, directory.folder("bank-index")));
    banks = known;
    RescanEngine engine = keep(RescanEngine.start(EngineOptions.forServer(), known));
    MediaKeys keys = MediaKeys.open(directory.root());
    return new ServerContext(
        options,
        clock,
        directory,
        database,
        audit,
        changes,
        sequencer,
        feed,
        accounts,
        policies,
        cases,
        ledger,
        connections,
        effects,
        engine,
        new Metrics(database, clock, keep(new Shares(database, clock))),
        mediaFiles(directory, keys),
        new RenditionFiles(directory.folder("renditions"), keys),
        itemKeys);
  }

  private static MediaFiles mediaFiles(DataDirectory directory, MediaKeys keys) {
    MediaFiles files = new MediaFiles(directory.folder("media"), keys);
    int sealed = files.sealLegacy();
    if (sealed > 0) {
      LOG.info("{} media files that an earlier version left readable are encrypted now", sealed);
    }
    return files;
  }

  private Database openDatabase(ServerOptions options, DataDirectory directory) {
    if (options.database() != null) {
      return keep(Database.open(options.database()));
    }
    Database database = directory.openDatabase();
    parts.push(() -> directory.closeDatabase(database));
    return database;
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Where it listens. */
  public URI url() {
    if (http == null) {
      throw new IllegalStateException("the server does not listen");
    }
    return http.url();
  }

  /** The one-time token of a sample account. */
  public Optional<String> oneTimeToken(String account) {
    return Optional.ofNullable(oneTimeTokens.get(account));
  }

  /** The parts of this server, for tests and tools in the same process. */
  public ServerContext context() {
    if (context == null) {
      throw new IllegalStateException("the server is not started");
    }
    return context;
  }

  /** Stops taking requests, finishes what was promised, closes the database. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close in order: {}", part.getClass().getSimpleName(), Quiet.line(e));
      }
    }
  }
}
