/**
 * The way in: checks what platforms send, keeps it before acknowledging it, has it judged, and
 * turns the verdict into visibility and cases.
 */
@NullMarked
package dev.halcyon.server.intake;

import org.jspecify.annotations.NullMarked;
