@NullMarked
package dev.halcyon.engine.media;

import org.jspecify.annotations.NullMarked;
