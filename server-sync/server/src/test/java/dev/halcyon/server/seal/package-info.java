/** Tests of sealed words and their keys. */
@NullMarked
package dev.halcyon.server.seal;

import org.jspecify.annotations.NullMarked;
