/** The sync server: wiring, options and the program itself. */
@NullMarked
package dev.halcyon.server;

import org.jspecify.annotations.NullMarked;
