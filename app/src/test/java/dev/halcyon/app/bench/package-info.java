/** Measures whole paths of the workbench; run by the launcher. */
@NullMarked
package dev.halcyon.app.bench;

import org.jspecify.annotations.NullMarked;
