/** The command line of fingerprints: hash, match, bank. */
@NullMarked
package dev.halcyon.engine.fingerprint.command;

import org.jspecify.annotations.NullMarked;
