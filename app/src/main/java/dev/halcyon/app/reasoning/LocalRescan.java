package dev.halcyon.app.reasoning;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a case on this machine and sets the answer beside the server's. May block for as long as
 * the media take; called in the background.
 */
public interface LocalRescan {
  /**
   * @throws dev.halcyon.protocol.UserProblem when an original cannot be had or the engine cannot
   *     start; a stage that fails is part of the answer
   */
  Answer rescan(LoadedCase loaded);

  /**
   * The local answer and how it differs.
   *
   * @param pairs server and local score side by side, differences first
   * @param sandbox what the media worker ran in, in words ({@code bubblewrap}, {@code none})
   */
  record Answer(ScanResult local, List<Pair> pairs, String sandbox, Duration took) {
    public Answer {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * One stage's score of one category on both sides; null where that side has none.
   *
   * @param server what the server's stage said
   * @param local what this machine's stage said
   * @param reasons why they differ; empty when they agree
   */
  record Pair(
      String stage,
      @Nullable Category category,
      @Nullable Double server,
      @Nullable Double local,
      AssessmentStatus serverStatus,
      AssessmentStatus localStatus,
      List<Reason> reasons) {
    public Pair {
      reasons = List.copyOf(reasons);
    }
  }

  /** Why two answers differ, with what each side had. */
  record Reason(Kind kind, String server, String local) {
    /** The kinds of difference. */
    public enum Kind {
      MODEL_VERSION,
      POLICY_VERSION,
      INPUT,
      /**
       * A stage failed, could not judge or did not run on one side; each says an {@link
       * AssessmentStatus}.
       */
      STATUS,
      /** Same model, policy and input: arithmetic of another processor. */
      ROUNDING
    }
  }
}
