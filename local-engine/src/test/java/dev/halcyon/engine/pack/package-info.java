/** Tests of model packs, over packs that the tests make. */
@NullMarked
package dev.halcyon.engine.pack;

import org.jspecify.annotations.NullMarked;
