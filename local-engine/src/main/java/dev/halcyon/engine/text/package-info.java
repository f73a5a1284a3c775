/** Reads text: comparable forms of it, rules over it, and the language it is in. */
@NullMarked
package dev.halcyon.engine.text;

import org.jspecify.annotations.NullMarked;
