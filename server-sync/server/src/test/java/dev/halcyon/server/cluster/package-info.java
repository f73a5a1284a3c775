/** Which items share a case. */
@NullMarked
package dev.halcyon.server.cluster;

import org.jspecify.annotations.NullMarked;
