/** How many people a stream of cases needs: queueing arithmetic, simulation, the planner. */
@NullMarked
package dev.halcyon.engine.capacity;

import org.jspecify.annotations.NullMarked;
