/** The commands that judge files, folders and lines of text with the engine, without a server. */
@NullMarked
package dev.halcyon.engine.cli;

import org.jspecify.annotations.NullMarked;
