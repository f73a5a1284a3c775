package dev.halcyon.protocol;

/** Why an item must be kept: a court's file number, an inquiry; 1 to 1000 characters. */
public record HoldRequest(String reason) {}
