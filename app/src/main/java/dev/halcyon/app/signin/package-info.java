/** Signing in with an account and a password. */
@NullMarked
package dev.halcyon.app.signin;

import org.jspecify.annotations.NullMarked;
