package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/**
 * How long one kind of data is kept.
 *
 * @param days from when the last thing happened to it
 */
public record RetentionSpec(Kind data, int days) {
  /** What is kept and deleted together. */
  public enum Kind {
    /** Items that stayed up and that nobody looked at or reported. */
    ALLOWED,
    /** Items that a person decided on, or the machine removed, with their media and assessments. */
    DECIDED,
    /** Records of grants to look at originals. */
    REVEALS,
    /** Messages from Kafka that could not be taken and that nobody re-sent or discarded. */
    PARKED,
    @JsonEnumDefaultValue
    UNKNOWN
  }
}
