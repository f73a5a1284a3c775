/** Tests. */
@NullMarked
package dev.halcyon.server.store;

import org.jspecify.annotations.NullMarked;
