/** Appearance and behaviour, what the engine uses, and decisions that are not saved yet. */
@NullMarked
package dev.halcyon.app.settings;

import org.jspecify.annotations.NullMarked;
