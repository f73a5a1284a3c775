/**
 * What a reviewer has chosen and typed for cases that are not decided yet, on this machine's disk.
 */
@NullMarked
package dev.halcyon.client.draft;

import org.jspecify.annotations.NullMarked;
