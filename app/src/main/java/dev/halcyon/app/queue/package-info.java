/** The queues, their cases, and the list a reviewer picks from. */
@NullMarked
package dev.halcyon.app.queue;

import org.jspecify.annotations.NullMarked;
