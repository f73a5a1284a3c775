/** Decisions, exactly once and on disk before they are acknowledged. */
@NullMarked
package dev.halcyon.server.decision;

import org.jspecify.annotations.NullMarked;
