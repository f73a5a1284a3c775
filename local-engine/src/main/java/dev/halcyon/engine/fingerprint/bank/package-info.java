/** Banks of known fingerprints: files that are searched exactly and changed durably. */
@NullMarked
package dev.halcyon.engine.fingerprint.bank;

import org.jspecify.annotations.NullMarked;
