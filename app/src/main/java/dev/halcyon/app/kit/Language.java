package dev.halcyon.app.kit;

import java.util.Locale;

/** A language the workbench speaks, each complete in its bundles. Immutable. */
public enum Language {
  /** As the desktop is; English where that is none of these. */
  SYSTEM(""),
  ENGLISH("en"),
  GERMAN("de"),
  SPANISH("es");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /**
   * The locale for words, figures and times.
   *
   * @param desktop the desktop's own; its region is kept where its language is the chosen one
   */
  public Locale locale(Locale desktop) {
    return code.isEmpty() || desktop.getLanguage().equals(code) ? desktop : Locale.of(code);
  }
}
