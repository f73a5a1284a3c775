/** The argument for a verdict, composed from assessments. */
@NullMarked
package dev.halcyon.engine.judge;

import org.jspecify.annotations.NullMarked;
