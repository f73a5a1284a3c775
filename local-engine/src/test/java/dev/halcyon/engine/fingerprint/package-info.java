@NullMarked
package dev.halcyon.engine.fingerprint;

import org.jspecify.annotations.NullMarked;
