/** Tests. */
@NullMarked
package dev.halcyon.server.queue;

import org.jspecify.annotations.NullMarked;
