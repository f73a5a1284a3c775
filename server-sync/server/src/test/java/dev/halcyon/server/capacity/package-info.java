@NullMarked
package dev.halcyon.server.capacity;

import org.jspecify.annotations.NullMarked;
