/** The numbered feed of committed changes. */
@NullMarked
package dev.halcyon.server.changes;

import org.jspecify.annotations.NullMarked;
