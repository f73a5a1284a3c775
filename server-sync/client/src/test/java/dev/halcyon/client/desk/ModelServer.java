package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ChangeListener;
import dev.halcyon.client.Connection;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.Samples;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.PriorityCount;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A small model of a sync server's promises: one live lease per case, fencing tokens, decisions
 * idempotent by id. Each reviewer has a {@link Line} whose faults a test sets. Thread-safe.
 */
final class ModelServer {
  static final long TTL_SECONDS = 60;

  private final Clock clock;
  private final Map<UUID, Case> cases = new LinkedHashMap<>();
  private final Map<UUID, DecisionResult> answers = new HashMap<>();
  private final List<DecisionRequest> accepted = new ArrayList<>();
  private final List<Subscription> feeds = new CopyOnWriteArrayList<>();
  private final Set<UUID> unbearable = new HashSet<>();
  private long seq;

  private static final class Case {
    CaseSummary summary;
    final List<MediaInfo> media;
    long token;
    @Nullable String holder;
    Instant expires = Instant.EPOCH;

    Case(CaseSummary summary, List<MediaInfo> media) {
      this.summary = summary;
      this.media = media;
    }
  }

  private record Subscription(Line line, ChangeListener listener) {}

  ModelServer(Clock clock) {
    this.clock = clock;
  }

  synchronized UUID add(Priority priority, MediaInfo... media) {
    // Growing, as the server's own are: the last word in the order of work.
    UUID id = new UUID(0x01900000_00007000L, 0x80000000_00000000L | cases.size());
    cases.put(id, new Case(Samples.summary(id, priority, CaseState.WAITING, 1), List.of(media)));
    tell(ChangeKind.CASE_CREATED, id);
    return id;
  }

  synchronized List<DecisionRequest> accepted() {
    return List.copyOf(accepted);
  }

  synchronized CaseState state(UUID id) {
    return now(id).summary.state();
  }

  synchronized @Nullable String holder(UUID id) {
    return now(id).holder;
  }

  /** A batch that names this decision is refused as a whole, as a defective server might. */
  synchronized void cannotBear(UUID decision) {
    unbearable.add(decision);
  }

  /** Takes the lease away, as an operator may. */
  synchronized void revoke(UUID id) {
    Case found = now(id);
    found.holder = null;
    found.expires = Instant.EPOCH;
    set(found, CaseState.WAITING, null, found.summary.version());
    tell(ChangeKind.CASE_RELEASED, id);
  }

  synchronized void report(UUID id) {
    Case found = now(id);
    set(found, found.summary.state(), found.holder, found.summary.version() + 1);
    tell(ChangeKind.CASE_CHANGED, id);
  }

  synchronized void reset() {
    var change = new Change(++seq, ChangeKind.RESET, "", null, clock.instant());
    feeds.forEach(feed -> feed.listener().changed(change));
  }

  Line line(String name) {
    return new Line(name);
  }

  /** The case, after an expired lease has been taken back. */
  private Case now(UUID id) {
    Case found = cases.get(id);
    if (found == null) {
      throw problem("case.unknown");
    }
    if (found.holder != null && !found.expires.isAfter(clock.instant())) {
      found.holder = null;
      set(found, CaseState.WAITING, null, found.summary.version());
    }
    return found;
  }

  private static void set(Case found, CaseState state, @Nullable String holder, long version) {
    CaseSummary old = found.summary;
    found.summary =
        new CaseSummary(
            old.id(),
            old.itemId(),
            old.kind(),
            state,
            version,
            old.queue(),
            old.priority(),
            old.createdAt(),
            old.dueAt(),
            old.category(),
            old.score(),
            old.language(),
            old.region(),
            old.surface(),
            old.media(),
            old.excerpt(),
            old.reach(),
            old.reports(),
            holder,
            old.why());
  }

  private void tell(ChangeKind kind, UUID id) {
    var change = new Change(++seq, kind, id.toString(), cases.get(id).summary, clock.instant());
    for (Subscription feed : feeds) {
      if (!feed.line().offline && !feed.line().deaf) {
        feed.listener().changed(change);
      }
    }
  }

  static UserProblem problem(String code) {
    return new UserProblem(code, "The model says " + code + ".", "Look at the test.");
  }

  /** One reviewer's way to the server. */
  final class Line implements ReviewServer {
    final String name;
    volatile boolean offline;
    volatile boolean deaf;
    volatile int lostAnswers;
    volatile int lostRequests;
    volatile int mostHeld = Integer.MAX_VALUE;
    final Set<String> brokenRenditions = new HashSet<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    @Nullable Category relieved;
    volatile boolean rests;

    Line(String name) {
      this.name = name;
    }

    long count(String call) {
      return calls.stream().filter(each -> each.startsWith(call)).count();
    }

    void goOffline() {
      offline = true;
      var down = problem("network.unreachable").problem();
      mine(feed -> feed.connection(new Connection.Offline(down, clock.instant())));
    }

    void goOnline() {
      offline = false;
      mine(feed -> feed.connection(new Connection.Online()));
    }

    private void mine(java.util.function.Consumer<ChangeListener> work) {
      feeds.stream()
          .filter(each -> each.line() == this)
          .forEach(each -> work.accept(each.listener()));
    }

    private void enter(String call) {
      calls.add(call);
      if (offline) {
        throw problem("network.unreachable");
      }
      if (lostRequests > 0) {
        lostRequests--;
        throw problem("network.interrupted");
      }
    }

    private <T> T answer(T value) {
      if (lostAnswers > 0) {
        lostAnswers--;
        throw problem("network.interrupted");
      }
      return value;
    }

    @Override
    public List<QueueSummary> queues() {
      synchronized (ModelServer.this) {
        enter("queues");
        int waiting = (int) cases.values().stream().filter(each -> each.holder == null).count();
        return answer(
            List.of(
                new QueueSummary(
                    "general",
                    "General",
                    List.of(new PriorityCount(Priority.P2, waiting)),
                    0,
                    null,
                    false)));
      }
    }

    @Override
    public CasePage cases(CaseFilter filter) {
      synchronized (ModelServer.this) {
        enter("cases");
        List<CaseSummary> found =
            List.copyOf(cases.keySet()).stream()
                .map(id -> now(id).summary)
                .filter(each -> filter.state() == null || each.state() == filter.state())
                .filter(each -> relieved == null || each.category() != relieved)
                .filter(_ -> !rests)
                .sorted(Comparator.comparing(CaseSummary::priority))
                .limit(filter.limit())
                .toList();
        return answer(new CasePage(found, null));
      }
    }

    @Override
    public CaseDetail detail(UUID caseId) {
      synchronized (ModelServer.this) {
        enter("detail " + caseId);
        Case found = now(caseId);
        return answer(Samples.detail(found.summary, found.media));
      }
    }

    @Override
    public OpenedCase open(UUID caseId) {
      synchronized (ModelServer.this) {
        enter("open " + caseId);
        Case found = now(caseId);
        if (found.summary.state() == CaseState.DECIDED) {
          throw problem("case.decided");
        }
        if (found.holder != null && !found.holder.equals(name)) {
          throw problem("lease.held");
        }
        if (cases.values().stream().filter(each -> name.equals(each.holder)).count() >= mostHeld) {
          throw problem("lease.too_many");
        }
        found.holder = name;
        found.token++;
        set(found, CaseState.IN_REVIEW, name, found.summary.version());
        Lease lease = renew(found);
        tell(ChangeKind.CASE_OPENED, caseId);
        return answer(new OpenedCase(lease, Samples.detail(found.summary, found.media)));
      }
    }

    @Override
    public Optional<NextCase> nextCase() {
      synchronized (ModelServer.this) {
        enter("nextCase");
        if (rests) {
          throw problem("wellness.rest");
        }
        return cases(CaseFilter.WAITING).cases().stream()
            .findFirst()
            .map(first -> new NextCase(open(first.id()), List.of()));
      }
    }

    private Lease renew(Case found) {
      found.expires = clock.instant().plusSeconds(TTL_SECONDS);
      return new Lease(
          found.summary.id(), found.token, found.expires, TTL_SECONDS, TTL_SECONDS / 3);
    }

    private Case held(UUID caseId, long token) {
      Case found = now(caseId);
      if (!name.equals(found.holder) || found.token != token) {
        throw problem("lease.lost");
      }
      return found;
    }

    @Override
    public Lease heartbeat(UUID caseId, long token) {
      synchronized (ModelServer.this) {
        enter("heartbeat " + caseId);
        return answer(renew(held(caseId, token)));
      }
    }

    @Override
    public void release(UUID caseId, long token) {
      synchronized (ModelServer.this) {
        enter("release " + caseId);
        held(caseId, token);
        revoke(caseId);
        answer(token);
      }
    }

    @Override
    public Relief takeOff(UUID caseId, long token) {
      synchronized (ModelServer.this) {
        enter("takeOff " + caseId);
        held(caseId, token);
        relieved = now(caseId).summary.category();
        revoke(caseId);
        return answer(new Relief(relieved, clock.instant().plusSeconds(3600)));
      }
    }

    @Override
    public void endRelief() {
      synchronized (ModelServer.this) {
        enter("endRelief");
        relieved = null;
      }
    }

    @Override
    public DecisionResults decide(DecisionBatch batch) {
      synchronized (ModelServer.this) {
        enter("decide");
        if (batch.decisions().stream().anyMatch(each -> unbearable.contains(each.id()))) {
          throw problem("json.malformed");
        }
        return answer(new DecisionResults(batch.decisions().stream().map(this::decide).toList()));
      }
    }

    private DecisionResult decide(DecisionRequest request) {
      DecisionResult known = answers.get(request.id());
      if (known != null) {
        return new DecisionResult(
            known.id(), known.outcome(), true, null, known.problem(), known.present());
      }
      DecisionResult fresh = judge(request);
      answers.put(request.id(), fresh);
      return fresh;
    }

    private DecisionResult judge(DecisionRequest request) {
      Case found = now(request.caseId());
      if (request.note().contains("reject me")) {
        Problem why = problem("decision.clause").problem();
        return new DecisionResult(
            request.id(), DecisionOutcome.REJECTED, false, null, why, found.summary);
      }
      boolean fits =
          found.token == request.leaseToken()
              && found.summary.state() != CaseState.DECIDED
              && found.summary.version() == request.caseVersion();
      if (!fits) {
        Problem why = problem("lease.stale").problem();
        return new DecisionResult(
            request.id(), DecisionOutcome.CONFLICT, false, null, why, found.summary);
      }
      accepted.add(request);
      found.holder = null;
      boolean goesOn = request.action() == DecisionAction.ESCALATE;
      CaseState next = goesOn ? CaseState.WAITING : CaseState.DECIDED;
      set(found, next, null, found.summary.version() + 1);
      tell(goesOn ? ChangeKind.CASE_CHANGED : ChangeKind.CASE_DECIDED, request.caseId());
      return new DecisionResult(
          request.id(), DecisionOutcome.ACCEPTED, false, null, null, found.summary);
    }

    @Override
    public byte[] rendition(UUID caseId, String mediaId, int frame) {
      synchronized (ModelServer.this) {
        enter("rendition " + mediaId + " " + frame);
        if (brokenRenditions.contains(mediaId + " " + frame)) {
          throw problem("rendition.missing");
        }
        String pixels = Samples.MARKED + " pixels of " + mediaId + " " + frame;
        return answer(pixels.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public SoundTrack sound(UUID caseId, String mediaId) {
      synchronized (ModelServer.this) {
        enter("sound " + mediaId);
        if (brokenRenditions.contains(mediaId + " sound")) {
          throw problem("sound.unknown");
        }
        return answer(Samples.sound(mediaId));
      }
    }

    @Override
    public AutoCloseable changes(long since, ChangeListener listener) {
      var feed = new Subscription(this, listener);
      feeds.add(feed);
      listener.connection(new Connection.Online());
      return () -> feeds.remove(feed);
    }
  }
}
