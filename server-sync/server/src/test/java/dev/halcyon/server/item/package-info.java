@NullMarked
package dev.halcyon.server.item;

import org.jspecify.annotations.NullMarked;
