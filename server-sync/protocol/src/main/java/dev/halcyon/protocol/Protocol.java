package dev.halcyon.protocol;

/** The version of the wire language, sent with every request and answer. Immutable. */
public final class Protocol {
  /** Header that carries the version; a server refuses a major version it does not speak. */
  public static final String VERSION_HEADER = "Halcyon-Protocol";

  /** Major version: raised only when an older peer could misread a message. */
  public static final int MAJOR = 1;

  /** Minor version: raised when fields or values are added that an older peer may ignore. */
  public static final int MINOR = 0;

  /** What goes into the header, for example {@code 1.0}. */
  public static final String VERSION = MAJOR + "." + MINOR;

  private Protocol() {}
}
