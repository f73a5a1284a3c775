/** Tests. */
@NullMarked
package dev.halcyon.server.bench;

import org.jspecify.annotations.NullMarked;
