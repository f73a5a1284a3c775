package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Which fingerprint a bank holds, and so what it is compared with. */
public enum BankKind {
  /** SHA-256 of media bytes, or of a text's comparable form. */
  SHA256,
  /** Near-duplicate texts. */
  SIMHASH,
  /** Pictures. */
  PDQ,
  /** Videos by the PDQ hashes of their frames; entries with one label are one video. */
  VIDEO,
  @JsonEnumDefaultValue
  UNKNOWN
}
