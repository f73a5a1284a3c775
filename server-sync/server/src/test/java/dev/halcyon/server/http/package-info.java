/** Tests. */
@NullMarked
package dev.halcyon.server.http;

import org.jspecify.annotations.NullMarked;
