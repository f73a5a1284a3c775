@NullMarked
package dev.halcyon.server.numbers;

import org.jspecify.annotations.NullMarked;
