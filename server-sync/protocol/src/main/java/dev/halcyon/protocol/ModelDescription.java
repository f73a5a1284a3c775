package dev.halcyon.protocol;

/** One row of the model registry. */
public record ModelDescription(
    ModelRef model, String purpose, String licence, String origin, String providerReason) {}
