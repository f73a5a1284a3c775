package dev.halcyon.protocol;

/** Why a parked message is thrown away for good; 1 to 1000 characters. */
public record ParkedDiscard(String reason) {}
