/** Scores that can be taken at their word: fitting, measuring and applying calibrations. */
@NullMarked
package dev.halcyon.engine.calibration;

import org.jspecify.annotations.NullMarked;
