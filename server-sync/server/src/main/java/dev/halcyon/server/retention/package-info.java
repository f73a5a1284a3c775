/** How long items are kept, what keeps them longer, and how they are erased. */
@NullMarked
package dev.halcyon.server.retention;

import org.jspecify.annotations.NullMarked;
