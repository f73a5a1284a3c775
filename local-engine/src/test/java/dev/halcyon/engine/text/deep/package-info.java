/** Tests of the deep text tier. */
@org.jspecify.annotations.NullMarked
package dev.halcyon.engine.text.deep;
