/**
 * Still pictures inside the worker: what a file is, its header limits, orientation, and the fixed
 * forms a frame is turned into. Nothing here runs in the host process except plain records.
 */
@NullMarked
package dev.halcyon.engine.image;

import org.jspecify.annotations.NullMarked;
