package dev.halcyon.protocol;

/** How many dead deliveries are sent again. */
public record EffectResent(int deliveries) {}
