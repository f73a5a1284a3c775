@NullMarked
package dev.halcyon.engine.image;

import org.jspecify.annotations.NullMarked;
