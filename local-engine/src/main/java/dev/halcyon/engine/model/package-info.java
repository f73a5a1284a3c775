/** The models this engine has, their versions, hashes and licences. */
@NullMarked
package dev.halcyon.engine.model;

import org.jspecify.annotations.NullMarked;
