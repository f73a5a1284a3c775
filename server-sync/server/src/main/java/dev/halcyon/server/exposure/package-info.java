/** What people saw, and for how long, as their own workbenches metered it. */
@NullMarked
package dev.halcyon.server.exposure;

import org.jspecify.annotations.NullMarked;
