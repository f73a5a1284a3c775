package dev.halcyon.engine;

/**
 * A picture that Halcyon itself encoded from safe pixels.
 *
 * @param type {@code image/jpeg} or {@code image/png}
 * @param bytes the file; treat as immutable
 */
public record EncodedPicture(String type, int width, int height, byte[] bytes) {}
