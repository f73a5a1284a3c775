/**
 * Our controls and their words: one call gives a control its text, help, accessible name, icon and
 * key.
 */
@NullMarked
package dev.halcyon.app.kit;

import org.jspecify.annotations.NullMarked;
