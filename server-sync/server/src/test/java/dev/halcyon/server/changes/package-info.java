/** Tests. */
@NullMarked
package dev.halcyon.server.changes;

import org.jspecify.annotations.NullMarked;
