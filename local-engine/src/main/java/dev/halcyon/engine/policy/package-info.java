/** Policy documents: read, checked, and asked for the threshold that applies. */
@NullMarked
package dev.halcyon.engine.policy;

import org.jspecify.annotations.NullMarked;
