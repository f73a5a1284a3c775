/** What survives when the server is killed or the power fails. */
@NullMarked
package dev.halcyon.server.crash;

import org.jspecify.annotations.NullMarked;
