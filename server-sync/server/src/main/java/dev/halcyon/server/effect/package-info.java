/** What must happen outside: written with its cause, delivered by signed webhooks until it is. */
@NullMarked
package dev.halcyon.server.effect;

import org.jspecify.annotations.NullMarked;
