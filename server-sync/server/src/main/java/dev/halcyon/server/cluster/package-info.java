/** Items that are nearly the same as one that waits for a person share its case. */
@NullMarked
package dev.halcyon.server.cluster;

import org.jspecify.annotations.NullMarked;
