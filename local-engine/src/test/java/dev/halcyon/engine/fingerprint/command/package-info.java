@NullMarked
package dev.halcyon.engine.fingerprint.command;

import org.jspecify.annotations.NullMarked;
