/** Journeys: the whole of Halcyon over real HTTP, against a server in a process of its own. */
@NullMarked
package dev.halcyon.installer.journey;

import org.jspecify.annotations.NullMarked;
