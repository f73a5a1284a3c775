/** Personal data in texts: found with where it stands, and masked. */
@NullMarked
package dev.halcyon.engine.personal;

import org.jspecify.annotations.NullMarked;
