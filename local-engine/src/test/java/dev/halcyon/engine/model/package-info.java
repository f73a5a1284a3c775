@NullMarked
package dev.halcyon.engine.model;

import org.jspecify.annotations.NullMarked;
