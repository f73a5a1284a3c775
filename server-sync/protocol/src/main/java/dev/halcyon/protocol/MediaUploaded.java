package dev.halcyon.protocol;

/** What {@code POST /v1/media} answers: the id by which items refer to the bytes. */
public record MediaUploaded(String mediaId, long bytes, boolean known) {}
