/** The list of stages a policy configures, and the runner that asks them in turn. */
@NullMarked
package dev.halcyon.engine.cascade;

import org.jspecify.annotations.NullMarked;
