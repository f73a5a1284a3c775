package dev.halcyon.app.machine;

/**
 * The share of one part of the cascade beside its aim, in words and as places on an axis.
 * Immutable.
 *
 * @param counted "63 % · 1,240 of 1,968 items"
 * @param aim where it stands to the aim, as a sentence
 * @param share of all items, 0..1
 * @param from least share of the aim, 0..1
 * @param until greatest share of the aim, 0..1
 */
public record ShareRow(
    String name, String counted, String aim, double share, double from, double until) {}
