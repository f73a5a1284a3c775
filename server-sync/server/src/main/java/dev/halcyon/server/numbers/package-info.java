/** What a team did in a week, told so that nobody can be made out in it. */
@NullMarked
package dev.halcyon.server.numbers;

import org.jspecify.annotations.NullMarked;
