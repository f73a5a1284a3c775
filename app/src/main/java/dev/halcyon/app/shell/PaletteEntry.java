package dev.halcyon.app.shell;

/**
 * One thing the palette finds, and what choosing it does. Immutable; acts on the JavaFX thread.
 *
 * @param name what it is called, found by any of its letters
 * @param detail what else is said of it, found by whole words and their beginnings
 * @param key the key that does the same, or the empty string
 * @param possible whether it can be done now
 */
public record PaletteEntry(
    Kind kind, String name, String detail, String key, boolean possible, Runnable act) {

  /** What is found, in the order in which equals are shown. */
  public enum Kind {
    ACTION,
    QUEUE,
    CASE,
    CLAUSE
  }

  public PaletteEntry(Kind kind, String name, String detail, Runnable act) {
    this(kind, name, detail, "", true, act);
  }
}
