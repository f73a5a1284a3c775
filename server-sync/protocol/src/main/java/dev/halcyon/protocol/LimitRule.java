package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/**
 * What becomes of a critical case that nobody may be handed because all who could take it are at
 * their limit.
 *
 * @param beforeSeconds how long before it is due that happens
 */
public record LimitRule(Effect effect, int beforeSeconds) {
  /** What is done; in each case it is recorded, and leads see it. */
  public enum Effect {
    /** It goes to the policy's escalation queue. */
    ESCALATE,
    /** It stays where it is, and leads are told. */
    NOTIFY,
    /** Whoever is below their own limit may take it, whatever its queue asks for. */
    OTHERS,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /** What holds for a policy that says nothing of it. */
  public static final LimitRule USUAL = new LimitRule(Effect.NOTIFY, 300);
}
