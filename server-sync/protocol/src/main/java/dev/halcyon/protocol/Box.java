package dev.halcyon.protocol;

/** A rectangle in a picture, as fractions of its width and height, origin top left. */
public record Box(double x, double y, double width, double height) {}
