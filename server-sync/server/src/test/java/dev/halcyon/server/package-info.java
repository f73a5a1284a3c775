/** Tests of the server as a whole, and what they share. */
@NullMarked
package dev.halcyon.server;

import org.jspecify.annotations.NullMarked;
