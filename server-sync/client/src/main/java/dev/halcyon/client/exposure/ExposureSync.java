package dev.halcyon.client.exposure;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the ledger to the server: sends what has ended until the server has it all. Thread-safe;
 * one call at a time sends, another meanwhile returns at once.
 */
public final class ExposureSync {
  private static final Logger LOG = LoggerFactory.getLogger(ExposureSync.class);

  private final ExposureLedger ledger;
  private final ExposureServer server;
  private final ReentrantLock sending = new ReentrantLock();
  // Sessions the server refused as such, until the next start.
  private final List<UUID> refused = new ArrayList<>();

  public ExposureSync(ExposureLedger ledger, ExposureServer server) {
    this.ledger = ledger;
    this.server = server;
  }

  /**
   * Sends what waits; blocks for the network.
   *
   * @throws UserProblem when the server cannot be reached or does not take it; what was not sent
   *     stays in the ledger
   */
  public void send() {
    if (!sending.tryLock()) {
      return;
    }
    try {
      Optional<ExposureBatch> next = ledger.next(refused);
      while (next.isPresent()) {
        send(next.get());
        next = ledger.next(refused);
      }
    } finally {
      sending.unlock();
    }
  }

  private void send(ExposureBatch batch) {
    long first = batch.entries().getFirst().event().sequence();
    ExposureReceipt receipt = take(batch);
    if (receipt.through() < first - 1) {
      // The server was set back to a backup, and what it lacks has left this machine.
      receipt =
          take(new ExposureBatch(batch.session(), batch.sentAt(), first - 1, batch.entries()));
    }
    if (receipt.through() < first) {
      refused.add(batch.session());
      throw new UserProblem(
          "exposure.not-taken",
          "The server took none of the viewing times it was sent.",
          "They are kept on this computer; tell the operator of the server.");
    }
    ledger.taken(receipt);
  }

  private ExposureReceipt take(ExposureBatch batch) {
    try {
      return server.exposure(batch);
    } catch (UserProblem e) {
      if (e.code().startsWith("exposure.")) {
        LOG.warn("the server refused a session of the exposure ledger: {}", e.code());
        refused.add(batch.session());
      }
      throw e;
    }
  }
}
