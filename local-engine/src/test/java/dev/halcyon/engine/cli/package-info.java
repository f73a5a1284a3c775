@NullMarked
package dev.halcyon.engine.cli;

import org.jspecify.annotations.NullMarked;
