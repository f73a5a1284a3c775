package dev.halcyon.app.settings;

/**
 * One action in the list of keys. Immutable.
 *
 * @param group what the group it stands in is called
 * @param key as it is printed, or the empty string for none
 * @param changed whether the person chose the key
 */
public record KeyRow(
    String id, String group, String name, String help, String key, boolean changed) {}
