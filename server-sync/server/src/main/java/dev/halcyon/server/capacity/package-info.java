/** What the queues will need: the breach forecast and the plan of a team's hours. */
@NullMarked
package dev.halcyon.server.capacity;

import org.jspecify.annotations.NullMarked;
