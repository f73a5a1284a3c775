@NullMarked
package dev.halcyon.engine.fingerprint.bank;

import org.jspecify.annotations.NullMarked;
