package dev.halcyon.engine.judge;

import java.time.Duration;
import java.util.Optional;

/** Why a judge gave no opinion. The message never holds content or keys. */
final class JudgeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  /** What went wrong, and whether it may be different next time. */
  enum Kind {
    /** 429: asked too often. */
    BUSY(true),
    /** 5xx, or the connection broke. */
    DOWN(true),
    /** No answer in time. */
    LATE(false),
    /** 4xx: the request, the key or the model's name is wrong. */
    REFUSED(false),
    /** An answer that is none: cut off, no JSON, not of the schema, too big. */
    MALFORMED(true),
    /** The model declined to answer. */
    DECLINED(false),
    /** Not asked: too many failures before. */
    OPEN(false),
    /** Not asked: the hour's budget is spent. */
    SPENT(false),
    /** Not asked: the item may not leave this machine. */
    STAYS(false);

    private final boolean transitory;

    Kind(boolean transitory) {
      this.transitory = transitory;
    }
  }

  JudgeFailure(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  JudgeFailure(Kind kind, String message, Optional<Duration> retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  boolean transitory() {
    return kind.transitory;
  }

  /** How long the server asks to be left alone. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** As assessments note it: {@code judge.busy: …}. */
  String note() {
    return "judge." + kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + getMessage();
  }
}
