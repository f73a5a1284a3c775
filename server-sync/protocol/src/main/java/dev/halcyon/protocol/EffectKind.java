package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an event that is sent to a platform says. */
public enum EffectKind {
  /** The verdict of an item that was answered before it was ready; data is an IntakeAnswer. */
  @JsonProperty("item.verdict")
  ITEM_VERDICT("item.verdict"),
  /** Where an item stands changed; data is a {@link VisibilityChanged}. */
  @JsonProperty("item.visibility")
  ITEM_VISIBILITY("item.visibility"),
  /** A notice was received; data is a {@link NoticeReceipt}. */
  @JsonProperty("notice.received")
  NOTICE_RECEIVED("notice.received"),
  /** What came of a notice; data is a {@link NoticeOutcome}. */
  @JsonProperty("notice.outcome")
  NOTICE_OUTCOME("notice.outcome"),
  @JsonEnumDefaultValue
  @JsonProperty("unknown")
  UNKNOWN("unknown");

  private final String type;

  EffectKind(String type) {
    this.type = type;
  }

  /** As it is written on the wire. */
  public String type() {
    return type;
  }
}
