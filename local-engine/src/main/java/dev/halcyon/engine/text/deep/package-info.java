/**
 * The deep text tier: a frozen sentence encoder with a head per category, averaged with the linear
 * tier's reading of the same text.
 */
@NullMarked
package dev.halcyon.engine.text.deep;

import org.jspecify.annotations.NullMarked;
