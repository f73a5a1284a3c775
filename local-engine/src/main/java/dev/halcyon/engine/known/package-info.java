/** Banks of known content in the cascade: what is recognised needs no model to be judged. */
@NullMarked
package dev.halcyon.engine.known;

import org.jspecify.annotations.NullMarked;
