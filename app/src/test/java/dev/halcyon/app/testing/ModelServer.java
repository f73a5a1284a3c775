package dev.halcyon.app.testing;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ChangeListener;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A model of a server that lists cases: filters and pages as the real one does, fails when told to,
 * and remembers whether anybody asked it on the JavaFX thread.
 */
public final class ModelServer implements ReviewServer {
  public final List<CaseSummary> cases = new CopyOnWriteArrayList<>();
  public final List<CaseFilter> asked = new CopyOnWriteArrayList<>();
  public volatile Optional<UserProblem> fails = Optional.empty();
  public volatile boolean askedOnFxThread;

  @Override
  public CasePage cases(CaseFilter filter) {
    asked.add(filter);
    askedOnFxThread |= Fx.isFxThread();
    fails.ifPresent(
        problem -> {
          throw problem;
        });
    List<CaseSummary> fits = new ArrayList<>(cases.stream().filter(c -> fits(c, filter)).toList());
    int from = Optional.ofNullable(filter.after()).map(Integer::parseInt).orElse(0);
    int to = Math.min(fits.size(), from + filter.limit());
    return new CasePage(fits.subList(from, to), to < fits.size() ? Integer.toString(to) : null);
  }

  private static boolean fits(CaseSummary summary, CaseFilter filter) {
    return any(filter.state(), summary.state())
        && any(filter.queue(), summary.queue())
        && any(filter.priority(), summary.priority())
        && any(filter.category(), summary.category())
        && any(filter.language(), summary.language())
        && (filter.kind() == null || summary.media().contains(filter.kind()));
  }

  private static boolean any(@Nullable Object wanted, Object given) {
    return wanted == null || Objects.equals(wanted, given);
  }

  @Override
  public List<QueueSummary> queues() {
    return List.of();
  }

  @Override
  public CaseDetail detail(UUID caseId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OpenedCase open(UUID caseId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Lease heartbeat(UUID caseId, long token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(UUID caseId, long token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Relief takeOff(UUID caseId, long token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public java.util.Optional<dev.halcyon.protocol.NextCase> nextCase() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void endRelief() {
    throw new UnsupportedOperationException();
  }

  @Override
  public DecisionResults decide(DecisionBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] rendition(UUID caseId, String mediaId, int frame) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SoundTrack sound(UUID caseId, String mediaId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable changes(long since, ChangeListener listener) {
    return () -> {};
  }
}
