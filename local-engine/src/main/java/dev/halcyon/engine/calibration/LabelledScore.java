package dev.halcyon.engine.calibration;

/** What a model said of something, and whether people say that it belongs to the category. */
public record LabelledScore(double score, boolean yes) {}
