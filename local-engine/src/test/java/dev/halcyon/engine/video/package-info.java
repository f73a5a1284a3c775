@NullMarked
package dev.halcyon.engine.video;

import org.jspecify.annotations.NullMarked;
