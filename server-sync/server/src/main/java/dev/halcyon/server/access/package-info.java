/** Who may come in: accounts, sessions, one-time tokens, roles. */
@NullMarked
package dev.halcyon.server.access;

import org.jspecify.annotations.NullMarked;
