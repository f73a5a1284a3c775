/** What is erased, and what is not. */
@NullMarked
package dev.halcyon.server.retention;

import org.jspecify.annotations.NullMarked;
