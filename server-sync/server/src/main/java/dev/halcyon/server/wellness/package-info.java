/** How much each person is handed, what is left, and when they rest. */
@NullMarked
package dev.halcyon.server.wellness;

import org.jspecify.annotations.NullMarked;
