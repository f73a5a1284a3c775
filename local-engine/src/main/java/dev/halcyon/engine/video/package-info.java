/**
 * Video inside the worker: one pass over every frame, scene cuts, and the keyframe strip. Nothing
 * here runs in the host process.
 */
@NullMarked
package dev.halcyon.engine.video;

import org.jspecify.annotations.NullMarked;
