/** The process that decodes untrusted media, and the host's end of its pipe. */
@NullMarked
package dev.halcyon.engine.worker;

import org.jspecify.annotations.NullMarked;
