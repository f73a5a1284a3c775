package dev.halcyon.client.desk;

import dev.halcyon.protocol.Lease;

/** The case on the desk with the claim under which it is reviewed. Immutable. */
public record OpenCase(LoadedCase loaded, Lease lease) {}
