/** Tests. */
@NullMarked
package dev.halcyon.server.policy;

import org.jspecify.annotations.NullMarked;
