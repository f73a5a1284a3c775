@NullMarked
package dev.halcyon.engine.personal;

import org.jspecify.annotations.NullMarked;
