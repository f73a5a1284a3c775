/**
 * The generator of the sample corpus: committed with its result and run by hand, checked by tests.
 */
@NullMarked
package dev.halcyon.assets.sample;

import org.jspecify.annotations.NullMarked;
