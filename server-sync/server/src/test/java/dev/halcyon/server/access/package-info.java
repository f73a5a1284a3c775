/** Tests. */
@NullMarked
package dev.halcyon.server.access;

import org.jspecify.annotations.NullMarked;
