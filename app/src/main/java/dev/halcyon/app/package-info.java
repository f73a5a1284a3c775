/** The workbench: starts, wires the screens together, and owns nothing else. */
@NullMarked
package dev.halcyon.app;

import org.jspecify.annotations.NullMarked;
