package dev.halcyon.protocol;

/** The one-time token a launcher hands to the workbench it starts. */
public record OneTimeSignIn(String token) {}
