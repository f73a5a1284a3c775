package dev.halcyon.client.exposure;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.OwnExposure;
import java.time.ZoneId;

/**
 * What the ledger needs of a sync server, so that it can be tested against a model of one. Every
 * call blocks; every failure is a {@link dev.halcyon.protocol.UserProblem}.
 */
public interface ExposureServer {
  /** Hands lines of the ledger over; the answer says what the server has for good. */
  ExposureReceipt exposure(ExposureBatch batch);

  /** The signed-in person's own exposure, from all their workbenches. */
  OwnExposure ownExposure(ZoneId zone);
}
