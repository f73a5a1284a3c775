/**
 * Model packs: models that an administrator adds to Halcyon, what vouches for them, and how a
 * running engine finds them.
 */
@NullMarked
package dev.halcyon.engine.pack;

import org.jspecify.annotations.NullMarked;
