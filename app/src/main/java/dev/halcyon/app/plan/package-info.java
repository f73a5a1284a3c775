/**
 * The planner: how many people the team's work needs, by hour and language, and what decides it.
 */
@NullMarked
package dev.halcyon.app.plan;

import org.jspecify.annotations.NullMarked;
