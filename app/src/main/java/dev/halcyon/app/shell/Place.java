package dev.halcyon.app.shell;

import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * A screen's place on the rail. Its words are those of {@code go.<id>}. Immutable.
 *
 * @param atEnd at the lower end of the rail, apart from the work
 */
public record Place(Screen screen, Ikon icon, KeyCombination key, boolean atEnd) {}
