/** The database, its migrations, and the promise that acknowledged means on disk. */
@NullMarked
package dev.halcyon.server.store;

import org.jspecify.annotations.NullMarked;
