@NullMarked
package dev.halcyon.engine.ocr;

import org.jspecify.annotations.NullMarked;
