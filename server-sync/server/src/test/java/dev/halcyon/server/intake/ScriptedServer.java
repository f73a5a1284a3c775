package dev.halcyon.server.intake;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ClockSpec;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.OrderPath;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.access.AccessRoutes;
import dev.halcyon.server.access.AccountRoutes;
import dev.halcyon.server.access.Accounts;
import dev.halcyon.server.access.Staff;
import dev.halcyon.server.access.Tokens;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.audit.AuditRoutes;
import dev.halcyon.server.audit.AuditSequencer;
import dev.halcyon.server.audit.CheckpointKey;
import dev.halcyon.server.changes.ChangeFeed;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.changes.Sequencer;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.decision.DecisionRoutes;
import dev.halcyon.server.decision.Decisions;
import dev.halcyon.server.effect.EffectServices;
import dev.halcyon.server.effect.EffectTests;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.effect.RetryPlan;
import dev.halcyon.server.http.HttpServer;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.media.MediaFiles;
import dev.halcyon.server.media.MediaKeys;
import dev.halcyon.server.media.RenditionFiles;
import dev.halcyon.server.metrics.Metrics;
import dev.halcyon.server.metrics.MetricsRoutes;
import dev.halcyon.server.metrics.Shares;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.CaseDetails;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.queue.Covers;
import dev.halcyon.server.queue.Leases;
import dev.halcyon.server.queue.QueueRoutes;
import dev.halcyon.server.queue.Queues;
import dev.halcyon.server.queue.Staffing;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.DataDirectory;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Wellness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The server's real intake, media, reveals, audit log and database behind real HTTP, with an engine
 * whose answers a test chooses. Closed by the test that started it.
 */
public final class ScriptedServer implements AutoCloseable {
  static final ResolvedPolicy POLICY =
      new ResolvedPolicy(
          new PolicyRef("test", 1, null),
          "Test",
          List.of(
              new CategoryPolicy(
                  Category.HATE,
                  "Hate",
                  SeverityBand.SEVERE,
                  Priority.P1,
                  List.of(new Clause("H1", Category.HATE, "Hate", "Attacks a group.", List.of())),
                  List.of()),
              new CategoryPolicy(
                  Category.VIOLENCE,
                  "Violence",
                  SeverityBand.SEVERE,
                  Priority.P0,
                  List.of(new Clause("V1", Category.VIOLENCE, "Threat", "Threatens.", List.of())),
                  List.of())),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          true,
          Verdict.REVIEW);

  /** In force in FR: as above, and orders are carried out at receipt. */
  static final ResolvedPolicy OBEYING =
      new ResolvedPolicy(
          POLICY.ref(),
          POLICY.title(),
          POLICY.categories(),
          POLICY.rules(),
          POLICY.stages(),
          POLICY.queues(),
          POLICY.sla(),
          POLICY.reviewHides(),
          POLICY.unsupportedLanguage(),
          List.of(new ClockSpec("law", "A law", List.of(), List.of(), 3600, OrderPath.CARRY_OUT)),
          null,
          List.of(),
          List.of());

  /** The policy in force; a test may put another in its place. */
  volatile ResolvedPolicy policy = POLICY;

  final ScriptedEngine engine;
  final DataDirectory directory;
  final Database database;
  final Accounts accounts;
  private final Sequencer sequencer;
  private final AuditSequencer auditSequencer;
  private final IntakeServices services;
  private final EffectServices effectServices;
  private final HttpServer http;
  private final Shares shares;

  public ScriptedServer(Path data) {
    this(data, new ScriptedEngine(), IntakeServices.CAPACITY);
  }

  ScriptedServer(Path data, ScriptedEngine engine, int capacity) {
    this(data, engine, capacity, Connections.NONE);
  }

  /** As above, with what the operator lets it reach. */
  public ScriptedServer(Path data, Connections connections) {
    this(data, new ScriptedEngine(), IntakeServices.CAPACITY, connections);
  }

  /** As above, with room for so many items. */
  public ScriptedServer(Path data, int capacity, Connections connections) {
    this(data, new ScriptedEngine(), capacity, connections);
  }

  ScriptedServer(Path data, ScriptedEngine engine, int capacity, Connections connections) {
    this.engine = engine;
    Clock clock = Clock.systemUTC();
    directory = DataDirectory.open(data);
    database = TestDatabases.open(data);
    ItemKeys itemKeys = ItemKeys.open(data, database);
    AuditLog audit = new AuditLog(clock);
    Changes changes = new Changes(clock);
    sequencer = new Sequencer(database);
    accounts = new Accounts(database, audit, clock);
    ChangeFeed feed = new ChangeFeed(database, (handle, cases) -> Map.of(), clock);
    ServerOptions options = ServerOptions.local(data);
    Policies policies = new Policies(database, clock, changes, audit);
    Cases cases = new Cases(clock, changes, audit);
    Effects effects = new Effects(connections.targets(), clock);
    shares = new Shares(database, clock);
    MediaKeys keys = MediaKeys.open(directory.root());
    ServerContext context =
        new ServerContext(
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
            new DecisionLedger(clock, changes, audit, effects),
            connections,
            effects,
            RescanEngine.start(EngineOptions.forServer()),
            new Metrics(database, clock, shares),
            new MediaFiles(directory.folder("media"), keys),
            new RenditionFiles(directory.folder("renditions"), keys),
            itemKeys);
    Router router = new Router(accounts);
    new AccessRoutes(accounts).bind(router);
    new AccountRoutes(database, audit, clock).bind(router);
    auditSequencer =
        new AuditSequencer(database, CheckpointKey.loadOrCreate(directory.root()), clock);
    sequencer.also(auditSequencer);
    new AuditRoutes(database, audit, auditSequencer).bind(router);
    effectServices = EffectTests.start(context, router);
    services =
        IntakeServices.start(
            context,
            new IntakeServices.Needs(
                engine,
                ScriptedServer::paint,
                source -> Optional.empty(),
                region -> region.equals("FR") ? OBEYING : policy,
                text -> hash(text),
                new RetryPlan(Duration.ofMillis(20), Duration.ofMillis(100), 5, () -> 0.5)),
            router,
            capacity);
    bindDesk(context, router);
    new MetricsRoutes(context.metrics()).bind(router);
    sequencer.start();
    http = HttpServer.start(options, router);
  }

  private static void bindDesk(ServerContext context, Router router) {
    if (context.policies().life().versions().isEmpty()) {
      context.policies().add(POLICY);
      context.policies().publish("system", POLICY.ref().version());
    }
    CaseDetails details = new CaseDetails(context.clock());
    Staff staff = new Staff(context.database(), context.audit());
    Staffing staffing = new Staffing(staff, context.policies(), context.clock());
    Wellness wellness = new Wellness(context.policies(), context.clock());
    Leases leases =
        new Leases(
            context.database(),
            context.clock(),
            context.changes(),
            context.audit(),
            details,
            staffing,
            wellness,
            60);
    Covers covers =
        new Covers(
            context.database(),
            context.policies(),
            context.cases(),
            staffing,
            wellness,
            context.changes(),
            context.audit(),
            context.clock());
    Queues queues =
        new Queues(context.database(), context.policies(), staffing, wellness, context.clock());
    new QueueRoutes(
            context.database(),
            queues,
            details,
            leases,
            staffing,
            wellness,
            covers,
            context.clock())
        .bind(router);
    new DecisionRoutes(
            new Decisions(
                context.database(),
                context.clock(),
                context.policies(),
                context.cases(),
                context.changes(),
                context.ledger(),
                wellness))
        .bind(router);
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.strip().getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  /** A sharp picture that is recognisable and is not the original. */
  private static EncodedPicture paint(MediaSource source, double atSeconds, RenditionStyle style) {
    String how =
        style.effect() == RenditionStyle.Effect.BLUR
            ? String.valueOf(style.blur())
            : style.effect() + " " + style.strength();
    String text = "painted " + how + " at " + atSeconds;
    return new EncodedPicture("image/jpeg", 8, 8, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A client signed in as a new or known account with one role. */
  public TestClient client(String name, Role role) {
    return TestClient.signedIn(
        http.url(), accounts.ensure(name, name, Set.of(role), List.of(), Tokens.random()));
  }

  /** The policy that is in force unless a test puts another in its place. */
  public static ResolvedPolicy policy() {
    return POLICY;
  }

  /** Its database. */
  public Database database() {
    return database;
  }

  /** The value of a query that gives one. */
  public <T> T one(String sql, Class<T> type) {
    return database.read(handle -> handle.createQuery(sql).mapTo(type).one());
  }

  /** Words of an item, as a column keeps them. */
  public String words(String sql) {
    return database.read(
        handle -> Seals.of(handle).text(handle.createQuery(sql).mapTo(String.class).one()));
  }

  public void execute(String sql) {
    database.useTransaction(handle -> handle.execute(sql));
  }

  /** What the desk stores when a person decides the case an item has or hangs on. */
  public void decideByAPerson(IntakeAnswer item, DecisionAction action) {
    client("ana", Role.REVIEWER);
    execute(
        """
        insert into decision (id, item_id, case_id, by_machine, account_id, action, restrictions,
          category, clause, note, policy_id, policy_version, visibility_before, visibility_after,
          decided_at, recorded_at)
        select '%s', '%s', '%s', false, id, '%s', '', 'hate', 'H1', '', 'test', 1,
          'PENDING', 'REMOVED', current_timestamp, current_timestamp
        from account where name = 'ana'
        """
            .formatted(UUID.randomUUID(), item.itemId(), item.caseId(), action));
    String hash =
        database.read(
            handle ->
                handle
                    .createQuery("select " + ItemWords.COLUMNS + " from item i where i.id = :item")
                    .bind("item", item.itemId())
                    .map((row, context) -> ItemWords.read(row, context).textHash())
                    .one());
    execute(
        "insert into decided_text (text_hash, item_id) values ('%s', '%s')"
            .formatted(hash, item.itemId()));
    execute(
        "update review_case set state = 'DECIDED', is_open = false where id = '"
            + item.caseId()
            + "'");
  }

  /** Lets that many slow items finish. */
  public void release(int count) {
    engine.release(count);
  }

  /** How often Kafka's items had to wait because the server was full. */
  public long kafkaPauses() {
    return services.kafkaPauses();
  }

  int waiting() {
    return services.waiting();
  }

  @Override
  public void close() {
    http.close();
    services.close();
    effectServices.close();
    sequencer.close();
    auditSequencer.checkpoint();
    shares.close();
    database.close();
    directory.close();
  }
}
