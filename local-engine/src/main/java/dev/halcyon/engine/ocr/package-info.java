/**
 * Text in pictures: where it stands, what it says and how sure that is. Works on decoded pixels
 * alone; no file format is known here.
 */
@NullMarked
package dev.halcyon.engine.ocr;

import org.jspecify.annotations.NullMarked;
