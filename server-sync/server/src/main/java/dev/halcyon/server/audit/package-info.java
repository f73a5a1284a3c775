/**
 * The audit log: every act that matters, numbered without gaps in the order of commit, bound into
 * an RFC 6962 Merkle tree whose root is signed, and free of personal values.
 */
@NullMarked
package dev.halcyon.server.audit;

import org.jspecify.annotations.NullMarked;
