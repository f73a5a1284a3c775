@NullMarked
package dev.halcyon.server.trial;

import org.jspecify.annotations.NullMarked;
