/** Binds routes to features: roles, limits, problems. No behaviour of its own. */
@NullMarked
package dev.halcyon.server.http;

import org.jspecify.annotations.NullMarked;
