/** Banks of known content: their entries, what they matched, and entries that match too much. */
@NullMarked
package dev.halcyon.server.bank;

import org.jspecify.annotations.NullMarked;
