@NullMarked
package dev.halcyon.engine.worker;

import org.jspecify.annotations.NullMarked;
