package dev.halcyon.server.item;

/** The first words of a text, as rows and histories show them. Pure. */
public final class Excerpts {
  private static final int LONGEST = 140;

  private Excerpts() {}

  /** At most 140 UTF-16 code units on one line, cut between code points. */
  public static String of(String text) {
    // White space can at most shrink, so a long text need not be looked at to its end.
    String head = text.length() > 4000 ? text.substring(0, 4000) : text;
    String line = head.strip().replaceAll("\\s+", " ");
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return line.substring(0, end) + "…";
  }
}
