@NullMarked
package dev.halcyon.engine.sound;

import org.jspecify.annotations.NullMarked;
