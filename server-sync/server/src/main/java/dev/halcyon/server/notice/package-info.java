/** Reports and orders as their senders know them: what was answered to whom, and what is owed. */
@NullMarked
package dev.halcyon.server.notice;

import org.jspecify.annotations.NullMarked;
