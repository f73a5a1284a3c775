/** What the machine does and by what: shares by stage, the policy in force, models. */
@NullMarked
package dev.halcyon.app.machine;

import org.jspecify.annotations.NullMarked;
