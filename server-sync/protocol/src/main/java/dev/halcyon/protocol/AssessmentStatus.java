package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Whether a stage could say anything. Only {@code OK} carries scores that mean something. */
public enum AssessmentStatus {
  OK,
  /** The model does not know the language, script or kind of media. */
  NOT_SUPPORTED,
  FAILED,
  TIMED_OUT,
  @JsonEnumDefaultValue
  UNKNOWN
}
