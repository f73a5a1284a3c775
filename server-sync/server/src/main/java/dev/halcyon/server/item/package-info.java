/** Items, their media, reports and assessments as stored. */
@NullMarked
package dev.halcyon.server.item;

import org.jspecify.annotations.NullMarked;
