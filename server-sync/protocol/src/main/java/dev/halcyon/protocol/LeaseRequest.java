package dev.halcyon.protocol;

/** Names the claim that a heartbeat renews or a release gives back. */
public record LeaseRequest(long token) {}
