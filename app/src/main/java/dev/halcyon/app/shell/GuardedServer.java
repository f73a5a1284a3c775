package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ChangeListener;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.SoundTrack;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A server that refuses to be called on the JavaFX thread, where the call would freeze the window.
 * The workbench talks to its server through this only. Thread-safe.
 */
public record GuardedServer(ReviewServer server) implements ReviewServer {
  @Override
  public List<QueueSummary> queues() {
    Fx.mustNotBlock("asking for the queues");
    return server.queues();
  }

  @Override
  public CasePage cases(CaseFilter filter) {
    Fx.mustNotBlock("asking for cases");
    return server.cases(filter);
  }

  @Override
  public CaseDetail detail(UUID caseId) {
    Fx.mustNotBlock("asking for a case");
    return server.detail(caseId);
  }

  @Override
  public OpenedCase open(UUID caseId) {
    Fx.mustNotBlock("opening a case");
    return server.open(caseId);
  }

  @Override
  public Optional<NextCase> nextCase() {
    Fx.mustNotBlock("asking for the next case");
    return server.nextCase();
  }

  @Override
  public Lease heartbeat(UUID caseId, long token) {
    Fx.mustNotBlock("renewing a lease");
    return server.heartbeat(caseId, token);
  }

  @Override
  public void release(UUID caseId, long token) {
    Fx.mustNotBlock("releasing a case");
    server.release(caseId, token);
  }

  @Override
  public Relief takeOff(UUID caseId, long token) {
    Fx.mustNotBlock("being taken off a case");
    return server.takeOff(caseId, token);
  }

  @Override
  public void endRelief() {
    Fx.mustNotBlock("taking all cases again");
    server.endRelief();
  }

  @Override
  public DecisionResults decide(DecisionBatch batch) {
    Fx.mustNotBlock("sending decisions");
    return server.decide(batch);
  }

  @Override
  public byte[] rendition(UUID caseId, String mediaId, int frame) {
    Fx.mustNotBlock("asking for a rendition");
    return server.rendition(caseId, mediaId, frame);
  }

  @Override
  public SoundTrack sound(UUID caseId, String mediaId) {
    Fx.mustNotBlock("asking for what a sound looks like");
    return server.sound(caseId, mediaId);
  }

  @Override
  public AutoCloseable changes(long since, ChangeListener listener) {
    Fx.mustNotBlock("following changes");
    return server.changes(since, listener);
  }
}
