/** Measures whole paths of the workbench. */
@NullMarked
package dev.halcyon.app.bench;

import org.jspecify.annotations.NullMarked;
