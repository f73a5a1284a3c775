/** Trials of policy versions on stored items; nothing of it is acted on. */
@NullMarked
package dev.halcyon.server.trial;

import org.jspecify.annotations.NullMarked;
