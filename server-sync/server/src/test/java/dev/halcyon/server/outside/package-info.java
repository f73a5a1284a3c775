/** Tests. */
@NullMarked
package dev.halcyon.server.outside;

import org.jspecify.annotations.NullMarked;
