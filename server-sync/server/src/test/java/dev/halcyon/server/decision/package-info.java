/** Tests. */
@NullMarked
package dev.halcyon.server.decision;

import org.jspecify.annotations.NullMarked;
