/** The files Halcyon ships with, and the one class that finds them. */
@NullMarked
package dev.halcyon.assets;

import org.jspecify.annotations.NullMarked;
