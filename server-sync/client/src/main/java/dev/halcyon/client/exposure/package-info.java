/** The exposure ledger on this machine's disk and its way to the server. */
@NullMarked
package dev.halcyon.client.exposure;

import org.jspecify.annotations.NullMarked;
