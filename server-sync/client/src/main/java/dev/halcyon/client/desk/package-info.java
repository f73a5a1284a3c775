/**
 * The reviewer's session without a screen: cases loaded ahead, the open case and its lease, the
 * decision that waits out its undo window.
 */
@NullMarked
package dev.halcyon.client.desk;

import org.jspecify.annotations.NullMarked;
