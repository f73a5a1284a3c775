/** Cases, their queues and leases. */
@NullMarked
package dev.halcyon.server.queue;

import org.jspecify.annotations.NullMarked;
