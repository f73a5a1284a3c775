package dev.halcyon.protocol;

/**
 * What went wrong, in a form both a program and a person can use; every error answer carries one.
 *
 * @param code stable name, for example {@code lease.stale}
 * @param message what happened and where
 * @param remedy what to do about it
 */
public record Problem(String code, String message, String remedy) {}
