package dev.halcyon.engine.personal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of personal data that can be found. */
public enum PersonalKind {
  /** An e-mail address, also with the signs spelled out: {@code name (at) host (dot) org}. */
  EMAIL("e-mail address"),
  /** A telephone number that could be in use by the numbering plan of its country. */
  PHONE("telephone number"),
  /** An international bank account number with right length and check digits (ISO 13616). */
  IBAN("bank account"),
  /** A payment card number of a known issuer with right length and check digit (ISO/IEC 7812). */
  CARD("payment card"),
  /** An IPv4 or IPv6 address. */
  IP_ADDRESS("network address"),
  /** A social security number of the United States in its usual grouping. */
  US_SSN("social security number"),
  /** Street and house number as English, German, Romance and Russian texts write them. */
  POSTAL_ADDRESS("postal address");

  private final String label;

  PersonalKind(String label) {
    this.label = label;
  }

  /** The name policies use: {@code postal-address}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What to call it in English. */
  public String label() {
    return label;
  }

  /** The kind with this {@link #id()}. */
  public static Optional<PersonalKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }

  /** All {@link #id()}s. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(PersonalKind::id).toList();
  }
}
