/** Benchmarks of the whole: the workbench against a server process. */
@NullMarked
package dev.halcyon.installer.bench;

import org.jspecify.annotations.NullMarked;
