package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The harms Halcyon knows. Sub-categories live in the policy, not here. */
public enum Category {
  @JsonProperty("hate")
  HATE,
  @JsonProperty("harassment")
  HARASSMENT,
  @JsonProperty("violence")
  VIOLENCE,
  @JsonProperty("sexual")
  SEXUAL,
  @JsonProperty("child_safety")
  CHILD_SAFETY,
  @JsonProperty("self_harm")
  SELF_HARM,
  @JsonProperty("terrorism")
  TERRORISM,
  @JsonProperty("weapons")
  WEAPONS,
  @JsonProperty("spam")
  SPAM,
  @JsonProperty("malware")
  MALWARE,
  @JsonProperty("misinformation")
  MISINFORMATION,
  @JsonProperty("privacy")
  PRIVACY,
  @JsonProperty("copyright")
  COPYRIGHT,
  @JsonEnumDefaultValue
  @JsonProperty("unknown")
  UNKNOWN;

  /** The name on the wire, in the database and in policies: {@code child_safety}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The category with this {@link #id()}, or {@link #UNKNOWN}. */
  public static Category of(String id) {
    for (Category category : values()) {
      if (category.id().equals(id)) {
        return category;
      }
    }
    return UNKNOWN;
  }
}
