/** Policies as stored, published and served. */
@NullMarked
package dev.halcyon.server.policy;

import org.jspecify.annotations.NullMarked;
