/** Tests. */
@NullMarked
package dev.halcyon.server.effect;

import org.jspecify.annotations.NullMarked;
