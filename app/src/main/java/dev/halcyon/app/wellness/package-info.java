/** What the person at the desk saw: metered, kept, shown to that person alone. */
@NullMarked
package dev.halcyon.app.wellness;

import org.jspecify.annotations.NullMarked;
