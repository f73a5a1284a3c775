/** Every action a person can take, with its key and its words, and how keys reach it. */
@NullMarked
package dev.halcyon.app.command;

import org.jspecify.annotations.NullMarked;
