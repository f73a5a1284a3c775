package dev.halcyon.protocol;

/** The time zone whose days are a person's, from their next day on, by its IANA name. */
public record ZoneChange(String zone) {}
